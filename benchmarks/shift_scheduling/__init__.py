"""The shift scheduling instances of Curtois and Qu (2014), planned like any team: same problem, rules and search."""
