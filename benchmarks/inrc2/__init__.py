"""The second International Nurse Rostering Competition: week by week, planned like any team."""
