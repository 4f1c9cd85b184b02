"""Long lists in parts: where a part begins, and the addresses of its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request


@dataclass(frozen=True)
class Part:
    """One part of a list: its rows are ``first`` to ``last`` of ``found``, counted from 1."""

    first: int
    last: int
    found: int
    earlier: str
    later: str


def start_of_part() -> int:
    """Return how many rows the address that was asked for passes over; 0 for anything that is no number."""
    text = request.args.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def part_of(start: int, shown: int, found: int, size: int, **asked: str) -> Part:
    """Return where a part stands in its list.

    Args: shown: how many rows it has. found: of how many. size: the most of one part. asked: what else the address
        says.
    """
    later = _address(start + size, asked) if start + size < found else ""
    return Part(start + 1, start + shown, found, _address(start - size, asked) if start else "", later)


def _address(start: int, asked: dict[str, str]) -> str:
    named = {**asked, "from": str(max(0, start) or "")}
    return "?" + urlencode({name: value for name, value in named.items() if value})
