"""Who may cover for somebody, who may not, and why.

`covers` asks of a planned team, under its rules; `candidates` of a rotation, which knows people and turns only.
"""

from scheduler.cover.rotation import Candidate, candidates
from scheduler.cover.team import Cover, covers

__all__ = ["Candidate", "Cover", "candidates", "covers"]
