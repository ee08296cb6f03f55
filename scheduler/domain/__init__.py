"""The words of the field as frozen values. No solver, no rule, no file."""
