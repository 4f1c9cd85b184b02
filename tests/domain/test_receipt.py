"""A signed receipt can be checked by anybody with the public key, and by nobody be altered. Rulebook 7.4."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.receipts import receipt
from app.domain.receipt import BadReceipt, Receipt, ReceiptKeys, verified

pytestmark = pytest.mark.rule("7.4")

DOCS = Path(__file__).resolve().parents[2] / "docs" / "receipts.md"
AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
RECEIPT = Receipt(
    registration="D-12", vendor="Nordlicht Robotics GmbH", partner="Rolf IT GmbH", registered_by="Rolf Rieger",
    approved_by="Vera Vogt", customer="Metallbau Müller GmbH", place="80331 München", product="arm",
    registered_at=AT, approved_at=AT, protected_until=datetime(2026, 6, 1, 21, 59, tzinfo=UTC),
)  # fmt: skip
OURS, OTHERS = ReceiptKeys(["a secret"]), ReceiptKeys(["another secret"])


@pytest.mark.rule("7.4")
def test_a_receipt_says_what_was_granted_and_its_signature_holds() -> None:
    said = verified(OURS.sign(RECEIPT), OURS.public_keys())

    assert said["customer"] == "Metallbau Müller GmbH"
    assert said["protected_until"] == "2026-06-01T21:59:00+00:00"


@pytest.mark.rule("7.4")
@pytest.mark.parametrize("name", [field.name for field in fields(Receipt)])
def test_any_altered_value_is_seen(name: str) -> None:
    altered = json.loads(OURS.sign(RECEIPT)) | {name: "2027-01-01T00:00:00+00:00"}

    with pytest.raises(BadReceipt, match="altered"):
        verified(json.dumps(altered).encode(), OURS.public_keys())


@pytest.mark.rule("7.4")
def test_a_value_added_or_taken_away_is_seen() -> None:
    whole = json.loads(OURS.sign(RECEIPT))
    for altered in (whole | {"extra": "x"}, {name: value for name, value in whole.items() if name != "product"}):
        with pytest.raises(BadReceipt, match="altered"):
            verified(json.dumps(altered).encode(), OURS.public_keys())


@pytest.mark.rule("7.4")
def test_another_installations_key_does_not_vouch() -> None:
    with pytest.raises(BadReceipt, match="another key"):
        verified(OTHERS.sign(RECEIPT), OURS.public_keys())


@pytest.mark.rule("7.4")
def test_a_receipt_outlives_a_change_of_the_secrets() -> None:
    rotated = ReceiptKeys(["a new secret", "a secret"])

    assert verified(OURS.sign(RECEIPT), rotated.public_keys())["registration"] == "D-12"
    assert rotated.sign(RECEIPT) != OURS.sign(RECEIPT)


@pytest.mark.rule("7.4")
def test_a_dropped_secrets_public_key_still_vouches_once_the_operator_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was: with the secret its receipts were lost to the installation that had signed them."""
    file = tmp_path / "D-12.receipt.json"
    file.write_bytes(OURS.sign(RECEIPT))
    monkeypatch.setenv("PICKPOST_SECRET_KEYS", "a new secret")

    lost = CliRunner().invoke(receipt, ["verify", str(file)])
    monkeypatch.setenv("PICKPOST_RECEIPT_KEYS", OURS.public_keys()[0])
    kept = CliRunner().invoke(receipt, ["verify", str(file)])

    name = json.loads(file.read_bytes())["signature"]["key"]
    assert (lost.exit_code, kept.exit_code) == (1, 0)
    assert f"another key ({name}) than those given" in lost.output
    assert CliRunner().invoke(receipt, ["key"]).output.splitlines()[1:] == list(OURS.public_keys())


@pytest.mark.rule("7.4")
@pytest.mark.parametrize("altered", [False, True])
def test_a_stranger_checks_it_by_the_documentation_without_pickpost(tmp_path: Path, altered: bool) -> None:
    script = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[0]
    file = tmp_path / "D-12.receipt.json"
    file.write_bytes(OURS.sign(RECEIPT).replace(*((b"arm", b"leg") if altered else (b"", b""))))

    said = subprocess.run([sys.executable, "-I", "-c", script, file, OURS.public_keys()[0]],
                          capture_output=True, text=True, timeout=30, check=False)  # fmt: skip

    assert ("InvalidSignature" in said.stderr, "Metallbau Müller GmbH" in said.stdout) == (altered, not altered)


@pytest.mark.rule("7.4")
@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff\xfe", b'{"kind": "pickpost-protection/1"}', b"[" * 60_000, b" " * 70_000],
    ids=["empty", "a list", "an object", "no text", "unsigned", "deep", "large"],
)
def test_what_is_no_receipt_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadReceipt):
        verified(content, OURS.public_keys())


@pytest.mark.rule("7.4")
def test_a_name_that_stands_twice_is_refused() -> None:
    doubled = OURS.sign(RECEIPT).replace(b"{\n", b'{\n  "customer": "Eve AG",\n', 1)

    with pytest.raises(BadReceipt, match="JSON"):
        verified(doubled, OURS.public_keys())


@pytest.mark.rule("7.4")
def test_the_command_line_verifies_with_the_public_key_alone(tmp_path: Path) -> None:
    good, bad = tmp_path / "D-12.receipt.json", tmp_path / "bad.json"
    good.write_bytes(OURS.sign(RECEIPT))
    bad.write_bytes(OURS.sign(replace(RECEIPT, customer="Eve AG")).replace(b"Eve AG", b"Rolf AG"))
    key = OURS.public_keys()[0]

    genuine = CliRunner().invoke(receipt, ["verify", str(good), "--key", key])
    forged = CliRunner().invoke(receipt, ["verify", str(bad), "--key", key])

    assert genuine.exit_code == 0
    assert "customer: Metallbau Müller GmbH" in genuine.output
    assert forged.exit_code == 1
    assert "altered" in forged.output
