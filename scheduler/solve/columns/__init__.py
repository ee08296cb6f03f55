"""Column generation: whole personal rosters, priced exactly one by one and joined by linear programming."""
