"""The rules. One rule is one file. Knows the domain; knows no solver, no HTTP, no database."""
