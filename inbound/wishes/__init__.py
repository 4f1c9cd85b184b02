"""Words -> wishes: `understand` reads what a reply to one of our letters wants."""

from inbound.wishes.model import CLEAR_FROM, REASONS, Context, Reading, Status, Understanding, Verb
from inbound.wishes.understand import understand

__all__ = ["CLEAR_FROM", "REASONS", "Context", "Reading", "Status", "Understanding", "Verb", "understand"]
