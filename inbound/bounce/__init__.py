"""Undelivered mail: which recipients did not get it, why, and whether that is for good."""

from inbound.bounce.recipients import BouncedRecipient, bounced
from inbound.bounce.signs import is_bounce

__all__ = ["BouncedRecipient", "bounced", "is_bounce"]
