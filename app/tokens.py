"""Signed values: a wish as a link, a letter as a reply address, a page's nonce and a device's cookie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, Signer, TimestampSigner
from itsdangerous.signer import HMACAlgorithm

from app.clock import Clock
from app.domain.errors import Refused

SIGNATURE_BYTES = 11  # 88 bits; mail rule 1.1 asks for at least 80
NONCE_AGE_S = 3600
DEVICE_AGE_S = 180 * 24 * 3600
ASKING_AGE_S = 24 * 3600
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_ALPHABET = re.compile(r"[a-z2-7]{20,64}")

# Wire numbers: append only, never renumber, for links that are out in the world.
WISHES = (
    "pick", "decline", "feedback", "give_back", "undo", "release", "edit", "discard", "withdraw", "widen", "assign",
    "requalify", "remind", "nudge", "extend", "recall", "take_over", "confirm", "absence", "unsubscribe", "resubscribe",
    "preferences", "trust_device", "resume", "note", "open", "report",
    "register", "supply", "approve", "reject", "ask_more", "deal_report", "ask_extension", "grant_extension",
    "refuse_extension", "hand_over", "to_agency", "qualify", "no_lead", "later",
    "prefer", "prefer_all", "prefer_undo",
    "points", "redeem", "approve_redemption", "reject_redemption", "withdraw_redemption",
    "import", "imported", "start_import", "submit", "match", "merge", "keep_both", "echo",
    "undo_deal", "ask_time", "grant_time", "refuse_time", "download",
    "registrations", "registration", "fetch", "needing", "correct_points", "undo_correction",
    "release_list", "undo_list", "add_files", "undo_files",
)  # fmt: skip
OPTIONS = (
    "not_reached", "contacted", "appointment", "quoted", "postponed", "won", "lost", "bad_lead", "offers", "reminders",
    "digests", "receipts", "off", "on", "customer", "yes", "no",
    "approve", "reject", "ask_more", "deal_report", "grant_extension", "refuse_extension",
    "pick", "decline", "discard", "withdraw", "merge", "no_lead", "supply", "ask_extension", "material",
    "more", "give_back",
)  # fmt: skip
_FIRST_NUMBER = 128


class BadToken(Refused):
    """A signed value that is not ours, or was altered: the answer gives no detail."""

    code = "bad_token"


@dataclass(frozen=True)
class Wish:
    """What a link stands for: one person, one wish, one object, until an instant. Source: mail 1.1."""

    name: str
    person_id: int
    object_id: int
    option: str = ""
    expires_at: datetime = _EPOCH


class _ClockedSigner(TimestampSigner):
    """A signer whose age is told by the product's clock, so that frozen time holds for signatures too."""

    def __init__(self, keys: Sequence[str], salt: str, clock: Clock) -> None:
        super().__init__(list(reversed(keys)), salt=salt, key_derivation="hmac", digest_method=hashlib.sha256)
        self._clock = clock

    def get_timestamp(self) -> int:
        return int(self._clock.now().timestamp())


class Tokens:
    """Makes and checks every signed value. The first key signs, all verify."""

    def __init__(self, secret_keys: Sequence[str], clock: Clock) -> None:
        if not secret_keys:
            raise ValueError("at least one secret key is needed")
        self._clock = clock
        self._link_keys = _derived(secret_keys, "pickpost.link.v1")
        self._reply_keys = _derived(secret_keys, "pickpost.reply.v1")
        self._nonces = _ClockedSigner(secret_keys, "pickpost.nonce.v1", clock)
        self._askings = _ClockedSigner(secret_keys, "pickpost.asking.v1", clock)
        self._devices = _ClockedSigner(secret_keys, "pickpost.device.v1", clock)

    def link(self, wish: Wish) -> str:
        """Return a wish as a token: lower-case base32, at most 48 characters.

        Raises: ValueError: a wish or option without a wire number.
        """
        hours = -(-int((wish.expires_at - _EPOCH).total_seconds()) // 3600)
        numbers = (WISHES.index(wish.name), wish.person_id, wish.object_id, _option_number(wish.option), hours)
        return _sign(b"".join(_varint(number) for number in numbers), self._link_keys[0])

    def wish(self, token: str) -> Wish:
        """Return the wish of a token, whether or not it has expired; upper case is as good as lower.

        Raises: BadToken: unknown or altered.
        """
        numbers = _numbers(_verify(token, self._link_keys))
        if len(numbers) != 5 or numbers[0] >= len(WISHES):
            raise BadToken()
        name, person_id, object_id, option, hours = numbers
        return Wish(WISHES[name], person_id, object_id, _option_text(option), _EPOCH + timedelta(hours=hours))

    def has_expired(self, wish: Wish) -> bool:
        """Whether a link is too old to act."""
        return self._clock.now() > wish.expires_at

    def reply_key(self, post_id: int) -> str:
        """Return the secret part of the reply address of one letter."""
        return _sign(_varint(post_id), self._reply_keys[0])

    def post_of(self, reply_key: str) -> int:
        """Return which letter a reply address belongs to. Raises: BadToken."""
        numbers = _numbers(_verify(reply_key, self._reply_keys))
        if len(numbers) != 1:
            raise BadToken()
        return numbers[0]

    def nonce(self, token: str) -> str:
        """Return a nonce for the form of one token, good for an hour; no two are equal. Source: mail 1.4."""
        prefix = f"nonce.{token.lower()}."
        return self._nonces.sign(prefix + secrets.token_hex(4)).decode().removeprefix(prefix)

    def check_nonce(self, token: str, nonce: str) -> None:
        """Make sure that a form was made for this token within the hour. Raises: BadToken."""
        try:
            self._nonces.unsign(f"nonce.{token.lower()}.{nonce}", max_age=NONCE_AGE_S)
        except BadData as error:
            raise BadToken() from error

    def device(self, person_id: int) -> str:
        """Return a cookie that says: on this device this person has chosen to act at once. Source: mail 1.6."""
        return self._devices.sign(str(person_id)).decode()

    def asking(self, person_id: int, number: int, page_token: str) -> str:
        """Return a cookie that says: this browser asks to be a person's own. page_token: where it did so."""
        return self._askings.sign(f"{person_id}.{number}.{page_token}").decode()

    def asked_on(self, cookie: str, person_id: int, number: int) -> str | None:
        """Return the token of the page on which this browser asked, at most a day ago; None: it did not."""
        try:
            value = self._askings.unsign(cookie, max_age=ASKING_AGE_S).decode()
        except BadData:
            return None
        return value.removeprefix(prefix) if value.startswith(prefix := f"{person_id}.{number}.") else None

    def is_device_of(self, cookie: str, person_id: int, since: datetime | None) -> bool:
        """Whether a cookie is this person's: at most 180 days old, and not from before ``since``, a revocation."""
        try:
            value, signed_at = self._devices.unsign(cookie, max_age=DEVICE_AGE_S, return_timestamp=True)
        except BadData:
            return False
        return value == str(person_id).encode() and (since is None or signed_at >= since.replace(microsecond=0))


def _derived(keys: Sequence[str], salt: str) -> list[bytes]:
    return [Signer(key, salt=salt, key_derivation="hmac", digest_method=hashlib.sha256).derive_key() for key in keys]


_HMAC = HMACAlgorithm(hashlib.sha256)


def _sign(payload: bytes, key: bytes) -> str:
    signature = _HMAC.get_signature(key, payload)[:SIGNATURE_BYTES]
    return base64.b32encode(signature + payload).decode().rstrip("=").lower()


def _verify(token: str, keys: Sequence[bytes]) -> bytes:
    """Strict on purpose: of mutated tokens, lenient base decoding accepts one in two thousand."""
    lower = token.lower() if token.isascii() else ""
    if not _ALPHABET.fullmatch(lower):
        raise BadToken()
    try:
        raw = base64.b32decode(lower.upper() + "=" * (-len(lower) % 8))
    except ValueError as error:
        raise BadToken() from error
    if base64.b32encode(raw).decode().rstrip("=").lower() != lower:
        raise BadToken()
    signature, payload = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
    for key in keys:
        if hmac.compare_digest(signature, _HMAC.get_signature(key, payload)[:SIGNATURE_BYTES]):
            return payload
    raise BadToken()


def _varint(number: int) -> bytes:
    if number < 0:
        raise ValueError(f"only whole numbers from 0 can be signed, not {number}")
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def _numbers(payload: bytes) -> list[int]:
    numbers, number, shift = [], 0, 0
    for byte in payload:
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(number)
            number, shift = 0, 0
    if shift:
        raise BadToken()
    return numbers


def _option_number(option: str) -> int:
    if not option:
        return 0
    if option.isascii() and option.isdigit():
        return _FIRST_NUMBER + int(option)
    return 1 + OPTIONS.index(option)


def _option_text(number: int) -> str:
    if number >= _FIRST_NUMBER:
        return str(number - _FIRST_NUMBER)
    if number > len(OPTIONS):
        raise BadToken()
    return OPTIONS[number - 1] if number else ""
