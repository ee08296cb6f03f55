"""Driving the pager that a team already has: its on-call shifts become those of our schedule."""
