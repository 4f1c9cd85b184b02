"""Headers as they stand in the bytes, for those that must not be read tolerantly."""

from __future__ import annotations

import re

_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")


def raw_values(raw: bytes, name: str) -> tuple[str, ...]:
    """Return every value of a header in its order, unfolded and otherwise untouched.

    Decoding and mending would make a stranger's ``=?utf-8?q?mx.example?=`` look like the id of our own server, which
    our own server did not see as such and so did not strip (RFC 8601, 5).
    """
    end = _END.search(raw)
    head = _FOLD.sub(b" ", raw[: end.start()] if end else raw)
    wanted = name.lower().encode("ascii")
    return tuple(
        value.strip().decode("latin-1")
        for line in head.split(b"\n")
        for label, colon, value in [line.partition(b":")]
        if colon and label.strip().lower() == wanted
    )
