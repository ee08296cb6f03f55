"""`watchbill mcp`: what assistants may ask a running service, by the Model Context Protocol.

A client of the service over HTTP: it may do what its token may, and sees no database.
"""
