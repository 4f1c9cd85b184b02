"""A file that is too large for a mail: sent in parts to whoever has pressed the button of its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.service.queries.file_page import StoredFile, chunks
from app.service.queries.wish_page import WishPage, pressed_before
from app.store.work import reading
from app.tokens import NONCE_AGE_S

# A browser that shows it after all runs nothing of it.
_NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"


def send_file(parts: Parts, token: str, page: WishPage, nonce: str) -> Response | None:
    """Return the file that a press of its button brought; nothing where there was no such press within the hour.

    It is to be saved, never shown: of no type that a browser opens, whatever it is called. Source: rulebook 5.3.
    """
    file = page.file
    with reading(parts.database) as session:
        entry = pressed_before(session, token, nonce)
    is_fresh = entry is not None and parts.clock.now() - entry.at <= timedelta(seconds=NONCE_AGE_S)
    if file is None or entry is None or entry.code != "fetched" or not is_fresh:
        return None
    response = Response(_bytes(parts, file), content_type="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=_plain(file.filename))
    response.headers["Content-Length"] = str(file.size_bytes)
    response.headers["Content-Security-Policy"] = _NOTHING_RUNS
    return response


def _bytes(parts: Parts, file: StoredFile) -> Iterator[bytes]:
    with reading(parts.database) as session:
        yield from chunks(session, file)


def _plain(name: str) -> str:
    """Return a name without anything that a folder or a header could be made of."""
    tame = "".join(sign if sign.isprintable() and sign not in '\\/:*?"<>|' else "_" for sign in name)
    return tame.strip(". ")[-150:] or "file"
