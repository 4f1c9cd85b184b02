"""What the receiving side's programs say of a mail: opendkim of its signature, SpamAssassin of its looks."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.services.servers.processes import find, run

_STATUS = re.compile(rb"^X-Spam-Status: \w+, score=(-?[\d.]+) required=[\d.]+ tests=([A-Z0-9_,\s]+?) autolearn=", re.M)


@dataclass(frozen=True)
class SignatureVerdict:
    """Whether opendkim takes a mail's DKIM signature for good, and what it says."""

    passed: bool
    words: str


@dataclass(frozen=True)
class SpamVerdict:
    """SpamAssassin's points, more is worse, and the rules that gave them."""

    score: float
    rules: tuple[str, ...]


def opendkim(raw: bytes, keys: Mapping[str, str]) -> SignatureVerdict:
    """Ask opendkim about a signed mail.

    Args: raw: the mail with CRLF line ends. keys: what the DNS would answer, for example
    ``{"s1._domainkey.vendor.example": "v=DKIM1; k=rsa; p=..."}``.
    Raises: Missing: it is not installed.
    """
    program = find("opendkim")
    with tempfile.TemporaryDirectory(prefix="pickpost-opendkim-") as name:
        folder = Path(name)
        (folder / "mail.eml").write_bytes(raw)
        (folder / "keys").write_text("".join(f"{host} {key}\n" for host, key in keys.items()), encoding="ascii")
        (folder / "opendkim.conf").write_text(f"TestPublicKeys {folder}/keys\nMode v\nSyslog no\n", encoding="ascii")
        said = run([program, "-x", folder / "opendkim.conf", "-t", folder / "mail.eml"], with_messages=True)
    words = said.decode("utf-8", "replace").partition("mail.eml: ")[2].strip()
    return SignatureVerdict(words.endswith("succeeded"), words)


def spamassassin(*raws: bytes) -> list[SpamVerdict]:
    """Ask SpamAssassin about mails by its local rules alone: no network, nothing learnt.

    Args: raws: mails with their envelope's Received headers, as a receiving server holds them.
    Returns: one verdict for each mail, in their order. It takes a second to start, so ask about many at once.
    Raises: Missing: it is not installed.
    """
    program = find("spamassassin")
    with tempfile.TemporaryDirectory(prefix="pickpost-spam-") as name:
        files = []
        for number, raw in enumerate(raws):
            files.append(Path(name) / f"{number}.eml")
            files[-1].write_bytes(raw)
        options = [
            "--local",
            "--test-mode",
            "--nocreate-prefs",
            "--prefs-file=/dev/null",
            "--cf=use_bayes 0",
            "--cf=report_safe 0",
        ]
        said = run([program, *options, *files])
    verdicts = [_spam_verdict(*found) for found in _STATUS.findall(said.replace(b"\r\n", b"\n").replace(b"\n\t", b" "))]
    if len(verdicts) != len(raws):
        raise AssertionError(f"SpamAssassin judged {len(verdicts)} of {len(raws)} mails: {said[:2000]!r}")
    return verdicts


def _spam_verdict(score: bytes, rules: bytes) -> SpamVerdict:
    return SpamVerdict(float(score), tuple(re.findall(r"[A-Z0-9_]+", rules.decode("ascii"))))
