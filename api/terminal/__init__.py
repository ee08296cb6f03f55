"""What a person reads in the terminal: tables and progress, readable without colour, at most 100 columns wide."""
