"""Large problems, block by block: models of a few decisions, whose size does not grow with that of the problem."""
