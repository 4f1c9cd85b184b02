"""Lets in only so many connections and so many bytes at once, so that no peer can take the receiver's memory."""

from __future__ import annotations

import asyncio
from collections import Counter

MOST_CONNECTIONS = 100
MOST_FROM_ONE_STRANGER = 10
MOST_BYTES_AT_ONCE = 256 * 1024 * 1024


class Gate:
    """Counts what is open; ``held_bytes`` are those of mails not yet stored. Called by the receiver's one thread."""

    def __init__(self) -> None:
        self._by_peer: Counter[str] = Counter()
        self._open: set[asyncio.BaseTransport] = set()
        self.held_bytes = 0

    def admit(self, transport: asyncio.BaseTransport, peer: str, trusted: bool) -> bool:
        """Count a new connection in, unless there are too many; a relay of ours may use all of them."""
        if len(self._open) >= MOST_CONNECTIONS:
            return False
        if not trusted and self._by_peer[peer] >= MOST_FROM_ONE_STRANGER:
            return False
        self._open.add(transport)
        self._by_peer[peer] += 1
        return True

    def leave(self, transport: asyncio.BaseTransport, peer: str) -> None:
        """Count an admitted connection out."""
        self._open.discard(transport)
        self._by_peer[peer] -= 1
        if not self._by_peer[peer]:
            del self._by_peer[peer]

    def reserve(self, count: int) -> bool:
        """Ask for room for so many bytes of a mail; what was granted is given back by ``release``."""
        if self.held_bytes + count > MOST_BYTES_AT_ONCE:
            return False
        self.held_bytes += count
        return True

    def release(self, count: int) -> None:
        """Give back granted bytes."""
        self.held_bytes -= count

    def close_all(self) -> None:
        """Close every connection."""
        for transport in tuple(self._open):
            transport.close()
