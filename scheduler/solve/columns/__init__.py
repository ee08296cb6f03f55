"""Column generation: bounds and rosters from whole personal rosters, priced exactly and joined by linear programming."""
