"""The signed receipt of a protection: who, what, when, until when, and a signature that anybody can check."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KIND = "pickpost-protection/1"
LARGEST_BYTES = 64 * 1024
_KEY_BYTES = 32
_NAME_LETTERS = 16
_PURPOSE = b"pickpost.receipt.v1"


class BadReceipt(ValueError):
    """The file is no receipt, was altered, or was signed by a key that is not given; the message says which."""


@dataclass(frozen=True)
class Receipt:
    """What was granted. Instants are aware UTC; ``customer`` is the firm as registered. Source: rulebook 7.4."""

    registration: str
    vendor: str
    partner: str
    registered_by: str
    approved_by: str
    customer: str
    place: str
    product: str
    registered_at: datetime
    approved_at: datetime
    protected_until: datetime

    def values(self) -> dict[str, str]:
        """Return the receipt as the JSON object that is signed."""
        return {name: _text(value) for name, value in asdict(self).items()} | {"kind": KIND}


class ReceiptKeys:
    """The installation's signing keys, derived from its secrets: the newest signs, all can be published."""

    def __init__(self, secret_keys: Iterable[str]) -> None:
        self._keys = [Ed25519PrivateKey.from_private_bytes(_derived(secret)) for secret in secret_keys]

    def public_keys(self) -> tuple[str, ...]:
        """Return the public keys, the newest first, as base64 of their 32 bytes."""
        return tuple(_base64(_public_bytes(key.public_key())) for key in self._keys)

    def sign(self, receipt: Receipt) -> bytes:
        """Return the receipt with its signature as readable JSON; the same receipt gives the same bytes."""
        values, key = receipt.values(), self._keys[0]
        signature = {
            "algorithm": "Ed25519", "key": key_name(_public_bytes(key.public_key())),
            "value": _base64(key.sign(_canonical(values))),
        }  # fmt: skip
        return (json.dumps(values | {"signature": signature}, ensure_ascii=False, indent=2) + "\n").encode()


def trusted_keys(secret_keys: Iterable[str], older: Iterable[str]) -> tuple[str, ...]:
    """Return the public keys by which receipts of this installation are checked, the newest first.

    Args: older: public keys of secrets that it has no more.
    """
    return tuple(dict.fromkeys((*ReceiptKeys(secret_keys).public_keys(), *older)))


def verified(content: bytes, public_keys: Iterable[str]) -> dict[str, str]:
    """Return what a receipt says, once its signature holds.

    Args: content: the file. public_keys: base64 of 32 bytes each; one of them must have signed.
    Raises: BadReceipt: with a sentence that says what is wrong.
    """
    values, signature = _read(content)
    for text in public_keys:
        key = _public_key(text)
        if key_name(_public_bytes(key)) != signature.get("key"):
            continue
        try:
            key.verify(_bytes(signature.get("value")), _canonical(values))
        except InvalidSignature as error:
            raise BadReceipt("the receipt was altered: its signature does not hold") from error
        return values
    raise BadReceipt(f"the receipt was signed by another key{_named(signature.get('key'))} than those given")


def _named(key: object) -> str:
    name = str(key)
    return f" ({name})" if len(name) == _NAME_LETTERS and name.isascii() and name.isalnum() else ""


def key_name(public_key: bytes) -> str:
    """Return the short name by which a receipt says which key signed it."""
    return hashlib.sha256(public_key).hexdigest()[:_NAME_LETTERS]


def _read(content: bytes) -> tuple[dict[str, str], dict[str, Any]]:
    if len(content) > LARGEST_BYTES:
        raise BadReceipt(f"the file is larger than {LARGEST_BYTES} bytes")
    try:
        whole = json.loads(content, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as error:
        raise BadReceipt("the file is not readable JSON") from error
    signature = whole.pop("signature", None) if isinstance(whole, dict) else None
    if not isinstance(signature, dict) or whole.get("kind") != KIND:
        raise BadReceipt("the file is not a receipt of a protection")
    if not all(isinstance(value, str) for value in whole.values()):
        raise BadReceipt("the receipt holds something other than text")
    return whole, signature


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice: readers differ in which of both they show."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _public_key(text: str) -> Ed25519PublicKey:
    raw = _bytes(text)
    if len(raw) != _KEY_BYTES:
        raise BadReceipt(f"not a public key: {text[:60]!r}; expected base64 of {_KEY_BYTES} bytes")
    return Ed25519PublicKey.from_public_bytes(raw)


def _canonical(values: dict[str, str]) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _derived(secret: str) -> bytes:
    return HKDF(hashes.SHA256(), _KEY_BYTES, salt=None, info=_PURPOSE).derive(secret.encode())


def _public_bytes(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError:
        return b""


def _text(value: str | datetime) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
