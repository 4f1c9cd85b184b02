"""The newly written words of a reply, without quotes, wrote-lines, signatures and our own mail quoted back."""

from inbound.reply.words import new_words

__all__ = ["new_words"]
