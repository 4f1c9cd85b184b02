"""The DKIM signature that goes on top of a finished message (RFC 6376, RFC 8463)."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import idna
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

SigningKey = RSAPrivateKey | Ed25519PrivateKey

SHORTEST_RSA_BITS = 1024  # RFC 8301 3.2: verifiers must reject anything shorter

# Each of these is named once more than it stands (RFC 6376 8.15), so that nobody can add a second one on the way.
_OVERSIGNED = ("from", "to", "cc", "reply-to", "subject", "date", "message-id", "content-type")
_SIGNED_WHERE_THERE = (
    "in-reply-to",
    "references",
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
    "content-language",
    "mime-version",
)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_FOLD = re.compile(rb"\r\n(?=[ \t])")
_BLANKS = re.compile(rb"[ \t]+")
_TRAILING_BLANKS = re.compile(rb"[ \t]+(?=\r\n)")
_TAG_LINE = 70


class DkimKeyError(ValueError):
    """PICKPOST_DKIM_KEY or PICKPOST_DKIM_SELECTOR cannot be used; the message says why and never shows the key."""


def load_key(pem_file: Path) -> SigningKey:
    """Return the private key in a PEM file, RSA or Ed25519.

    Raises: DkimKeyError: no such file, no PEM, a password, another kind of key, or RSA under 1024 bits.
    """
    try:
        key = serialization.load_pem_private_key(pem_file.read_bytes(), password=None)
    except OSError as error:
        raise DkimKeyError(f"PICKPOST_DKIM_KEY: cannot read {pem_file}: {error.strerror}") from None
    except TypeError:
        raise DkimKeyError(f"PICKPOST_DKIM_KEY: {pem_file} is locked by a password; it must stand open") from None
    except (ValueError, UnsupportedAlgorithm):
        raise DkimKeyError(f"PICKPOST_DKIM_KEY: {pem_file} holds no private key in PEM") from None
    if isinstance(key, RSAPrivateKey) and key.key_size < SHORTEST_RSA_BITS:
        raise DkimKeyError(f"PICKPOST_DKIM_KEY: {key.key_size} bits are too few, receivers ask for 2048")
    if not isinstance(key, SigningKey):
        raise DkimKeyError(f"PICKPOST_DKIM_KEY: {pem_file} is neither an RSA nor an Ed25519 key")
    return key


class DkimSigner:
    """Signs messages for one domain: relaxed/relaxed, SHA-256, From oversigned, list headers covered."""

    def __init__(self, domain: str, selector: str, key: SigningKey) -> None:
        """Prepare the parts that are the same for every message.

        Args: domain: the mail domain, international or not. selector: one or more DNS labels.
        Raises: DkimKeyError: the selector or the domain is no DNS name.
        """
        if not all(_LABEL.fullmatch(label) for label in selector.split(".")):
            raise DkimKeyError("PICKPOST_DKIM_SELECTOR: not a DNS name")
        try:
            wire_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise DkimKeyError(f"PICKPOST_MAIL_DOMAIN: {error}") from None
        if not all(_LABEL.fullmatch(label) for label in wire_domain.split(".")):
            raise DkimKeyError("PICKPOST_MAIL_DOMAIN: not a DNS name")
        self.domain, self.selector = wire_domain, selector
        self._key = key
        self._sign, self._algorithm = _signature_of(key)

    def sign(self, message: bytes, at: datetime) -> bytes:
        """Return the message with a DKIM-Signature on top.

        Args: message: as ``app.mail.message.build`` makes it: CRLF, one of each header. at: aware; the signing time.
        Returns: the same bytes at every call for the same message, time and key.
        """
        head, _, body = message.partition(b"\r\n\r\n")
        fields = _relaxed_fields(head)
        names = _names_to_sign(fields)
        body_hash = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode("ascii")
        unsigned = self._header(names, body_hash, at)
        hashed = b"".join(fields[name] + b"\r\n" for name in dict.fromkeys(names) if name in fields)
        signature = self._sign(hashed + _relaxed(unsigned.encode("ascii")))
        return (unsigned + _wrapped(base64.b64encode(signature).decode("ascii"))).encode("ascii") + b"\r\n" + message

    def dns_record(self) -> tuple[str, str]:
        """Return the name and the text of the TXT record that receivers look up."""
        public = self._key.public_key()
        if isinstance(self._key, RSAPrivateKey):
            kind, encoding, form = "rsa", serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        else:
            kind, encoding, form = "ed25519", serialization.Encoding.Raw, serialization.PublicFormat.Raw
        octets = base64.b64encode(public.public_bytes(encoding, form)).decode("ascii")
        return f"{self.selector}._domainkey.{self.domain}", f"v=DKIM1; k={kind}; p={octets}"

    def _header(self, names: list[str], body_hash: str, at: datetime) -> str:
        if at.tzinfo is None:
            raise ValueError("a signature needs an aware instant")
        return (
            f"DKIM-Signature: v=1; a={self._algorithm}; c=relaxed/relaxed;\r\n"
            f" d={self.domain}; s={self.selector};\r\n"
            f" t={int(at.timestamp())}; bh={body_hash};\r\n"
            f" h={_wrapped_names(names)};\r\n"
            " b="
        )


def relaxed_body(body: bytes) -> bytes:
    """Return a body in relaxed form: blanks joined, none at a line's end, no empty lines at the end.

    Source: RFC 6376 3.4.4.
    """
    if b"\t" in body or b"  " in body or b" \r\n" in body or body.endswith(b" "):
        body = _TRAILING_BLANKS.sub(b"", _BLANKS.sub(b" ", body)).removesuffix(b" ")
    body = body.rstrip(b"\r\n")
    return body + b"\r\n" if body else b""


def _relaxed_fields(head: bytes) -> dict[str, bytes]:
    """Return the fields in relaxed form by their lower-case names; of several the last, as a verifier counts."""
    lines = _FOLD.sub(b"", head).split(b"\r\n")
    return {line.partition(b":")[0].strip().decode("ascii", "replace").lower(): _relaxed(line) for line in lines}


def _relaxed(field: bytes) -> bytes:
    name, _, value = field.partition(b":")
    unfolded = value.replace(b"\r\n", b"")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", unfolded).strip()


def _names_to_sign(fields: dict[str, bytes]) -> list[str]:
    present = [name for name in (*_OVERSIGNED, *_SIGNED_WHERE_THERE) if name in fields]
    return [*present, *_OVERSIGNED]


def _signature_of(key: SigningKey) -> tuple[Callable[[bytes], bytes], str]:
    if isinstance(key, RSAPrivateKey):
        return lambda octets: key.sign(octets, padding.PKCS1v15(), hashes.SHA256()), "rsa-sha256"
    # RFC 8463 3: Ed25519 signs the hash, not the text.
    return lambda octets: key.sign(hashlib.sha256(octets).digest()), "ed25519-sha256"


def _wrapped_names(names: list[str]) -> str:
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > _TAG_LINE:
            lines.append("")
        lines[-1] += f"{name}:"
    return "\r\n  ".join(lines).removesuffix(":")


def _wrapped(text: str) -> str:
    return "\r\n  ".join(text[at : at + _TAG_LINE] for at in range(0, len(text), _TAG_LINE))
