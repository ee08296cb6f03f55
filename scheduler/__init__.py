"""Plan rosters: the pure core. No file, no network, no clock."""
