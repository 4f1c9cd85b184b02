"""The headers of every response: nothing is kept, framed, indexed, sent on or run that is not ours."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

# What a page may do: our style sheet and scripts, no frame around it, no form to anywhere else. Source: mail 1.2.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self' 'nonce-{nonce}'; script-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
STATIC_AGE_S = 3600


def style_nonce() -> str:
    """Return the nonce that lets this response's own ``<style>`` (the vendor's colour) pass the policy."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(12)
    return str(g.style_nonce)


def add_headers(response: Response) -> Response:
    """Add the headers of mail 1.2; a view that set one of them itself keeps its own."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _PAGE_POLICY.format(nonce=style_nonce()))
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Robots-Tag", "noindex, nofollow")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint == "static":
        headers["Cache-Control"] = f"public, max-age={STATIC_AGE_S}"
    else:
        headers["Cache-Control"] = "no-store"
    return response


def guard(app: Flask) -> None:
    """Put the headers on every response of an app, its errors included."""
    app.after_request(add_headers)
