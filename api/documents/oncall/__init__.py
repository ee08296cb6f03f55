"""On call that was never solved, as untrusted input: rotations, fixed shifts, layers."""

from api.documents.oncall.domain import fallback_in, holdings_in, tracks_in
from api.documents.oncall.model import OncallDocument, OncallPersonRow
from api.documents.oncall.reading import oncall_of

__all__ = ["OncallDocument", "OncallPersonRow", "fallback_in", "holdings_in", "oncall_of", "tracks_in"]
