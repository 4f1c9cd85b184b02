"""Whether a press of a button is a person's on our own page, and whether it comes from a device they trust."""

from __future__ import annotations

from flask import Request
from werkzeug.wrappers import Response

from app.domain.people import Person
from app.service.queries.wish_page import WishPage
from app.settings import Settings
from app.tokens import ASKING_AGE_S, DEVICE_AGE_S, BadToken, Tokens

OWN = "own"  # in the forms and addresses of a browser that asks to be a person's own
_HARMLESS_ORIGINS = (None, "null")  # our pages send no referrer, so browsers write "null" on their forms


def is_from_our_page(request: Request, base_url: str) -> bool:
    """Whether a POST was sent by a page of this site, as far as the browser tells; the nonce proves the rest.

    Source: mail 1.4.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin in _HARMLESS_ORIGINS or origin in (base_url, request.host_url.rstrip("/"))


def has_fresh_nonce(tokens: Tokens, token: str, nonce: str) -> bool:
    """Whether the form was made for this link within the hour."""
    try:
        tokens.check_nonce(token, nonce)
    except BadToken:
        return False
    return True


class Devices:
    """The cookie by which a person's own browser acts at once. Source: mail 1.6."""

    def __init__(self, settings: Settings, tokens: Tokens) -> None:
        self._tokens = tokens
        self._https = settings.is_https

    def is_trusted(self, request: Request, person: Person) -> bool:
        """Whether this browser is one that the person chose."""
        cookie = request.cookies.get(self._name(person.id), "")
        return bool(cookie) and self._tokens.is_device_of(cookie, person.id, person.devices_since)

    def may_act_at_once(self, request: Request, person: Person) -> bool:
        """Whether the page may press its own button: on a trusted device, and not while it is only fetched ahead."""
        ahead = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
        return "prefetch" not in ahead and self.is_trusted(request, person)

    def seen_here(self, request: Request, page: WishPage) -> WishPage:
        """Return a page as this browser may see it: anybody's but the person's own may be a stranger's."""
        return page if self.is_trusted(request, page.person) else page.for_anybody()

    def trust(self, response: Response, person_id: int) -> None:
        """Let this browser act at once for one person from now on."""
        # A __Host- cookie needs TLS; on a laptop without it, a plain name does.
        response.set_cookie(
            self._name(person_id), self._tokens.device(person_id), max_age=DEVICE_AGE_S, secure=self._https,
            httponly=True, samesite="Lax", path="/",
        )  # fmt: skip

    def note_asking(self, response: Response, person_id: int, number: int, page_token: str) -> None:
        """Let this browser remember that it asks to be a person's own, and on which page."""
        value = self._tokens.asking(person_id, number, page_token)
        response.set_cookie(
            self._asking_name(person_id), value, max_age=ASKING_AGE_S, secure=self._https, httponly=True,
            samesite="Lax", path="/",
        )  # fmt: skip

    def asking_of(self, request: Request, person_id: int, number: int) -> str | None:
        """Return the token of the page on which this browser asked to be a person's own; None: it did not."""
        return self._tokens.asked_on(request.cookies.get(self._asking_name(person_id), ""), person_id, number)

    def forget_asking(self, response: Response, person_id: int) -> None:
        """Let this browser forget that it asked."""
        response.delete_cookie(self._asking_name(person_id), secure=self._https, httponly=True, samesite="Lax")

    def _asking_name(self, person_id: int) -> str:
        return f"{self._name(person_id)}-asks"

    def _name(self, person_id: int) -> str:
        return f"{'__Host-' if self._https else ''}pickpost-{person_id}"
