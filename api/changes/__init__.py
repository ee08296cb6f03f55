"""What changes a published roster: overrides, swaps, and who may cover for whom.

Nothing here edits a revision. Overrides and swaps lie over it, and who is on call is resolved from all three
(`api.schedule.final`). What has begun stays as it was. All writers of a team wait for one another.
"""
