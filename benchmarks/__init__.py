"""What is measured, each by one command. Not part of what is installed."""
