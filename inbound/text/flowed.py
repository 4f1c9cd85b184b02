"""Undoes format=flowed, the soft line breaks of RFC 3676."""

from __future__ import annotations


def unflow(text: str, delete_space: bool = False) -> str:
    """Return ``text`` with its soft-broken lines joined within one quote depth; the signature mark stays a line."""
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">") if line.startswith(">") else line
        depth = len(line) - len(content)
        if content.startswith(" "):
            content = content[1:]
        joins = open_depth == depth and content != "-- "
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            content = content[:-1]
        if joins:
            out[-1] += content
        else:
            out.append(("> " * depth + content) if depth else content)
        open_depth = depth if flows else -1
    return "\n".join(out)
