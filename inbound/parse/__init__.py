"""Bytes to ``Mail``: limits first, then the standard library's tolerant parser, then our own decoding."""

from __future__ import annotations

from inbound.mail import Mail
from inbound.parse.build import mail_of
from inbound.parse.limits import check


def parse(raw: bytes) -> Mail:
    """Return the mail that ``raw`` is; broken MIME gives a mail with ``defects``.

    Args: raw: the mail as received, at most 25 MB.
    Raises: Unreadable: a limit of ``inbound.parse.limits`` is broken; nothing else.
    Source: rulebook 9.6, issue 3.1.
    """
    check(raw)
    return mail_of(raw)
