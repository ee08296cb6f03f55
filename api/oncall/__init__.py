"""Who is on call, over HTTP."""
