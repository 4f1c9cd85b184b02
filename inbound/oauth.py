"""Gets access tokens for a mailbox of Microsoft 365 or Google from their sign-in server."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

ANSWER_WITHIN_S = 10
LARGEST_ANSWER_BYTES = 64 * 1024
RENEW_BEFORE = timedelta(minutes=2)
USUAL_LIFETIME_S = 3600


class SignInFailed(Exception):
    """The sign-in server gave no access token."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in: with a refresh token, or, without one, as the application itself (RFC 6749, 6 and 4.4)."""

    token_url: str
    client_id: str
    client_secret: str = ""
    refresh_token: str = ""
    scope: str = ""


class AccessTokens:
    """Keeps one access token and renews it in time."""

    def __init__(self, sign_in: SignIn) -> None:
        place = urllib.parse.urlsplit(sign_in.token_url)
        if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("PICKPOST_IMAP_URL: token_url must begin with https://")
        self._sign_in = sign_in
        self._refresh_token = sign_in.refresh_token
        self._token = ""
        self._renew_at: datetime | None = None

    def get(self, now: datetime) -> str:
        """Return a token that is good for some minutes at least.

        Raises: SignInFailed: the server refuses, is away, or answers something else.
        """
        if self._renew_at is None or now >= self._renew_at:
            answer = self._ask()
            lifetime = answer.get("expires_in", USUAL_LIFETIME_S)
            seconds = int(lifetime) if str(lifetime).isdigit() else USUAL_LIFETIME_S
            self._token = str(answer["access_token"])
            self._refresh_token = str(answer.get("refresh_token") or self._refresh_token)
            self._renew_at = now + max(timedelta(seconds=seconds) - RENEW_BEFORE, timedelta(0))
        return self._token

    def forget(self) -> None:
        """Get a new token next time: the mail server did not like this one."""
        self._renew_at = None

    def _ask(self) -> dict[str, Any]:
        form = {
            "grant_type": "refresh_token" if self._refresh_token else "client_credentials",
            "client_id": self._sign_in.client_id,
            "client_secret": self._sign_in.client_secret,
            "refresh_token": self._refresh_token,
            "scope": self._sign_in.scope,
        }
        data = urllib.parse.urlencode({name: value for name, value in form.items() if value}).encode()
        try:
            with urllib.request.urlopen(self._sign_in.token_url, data, timeout=ANSWER_WITHIN_S) as response:
                answer = json.loads(response.read(LARGEST_ANSWER_BYTES))
        except (OSError, ValueError) as error:
            raise SignInFailed(f"the sign-in server did not help: {type(error).__name__}") from error
        if not isinstance(answer, dict) or not answer.get("access_token"):
            raise SignInFailed("the sign-in server gave no access token")
        return answer
