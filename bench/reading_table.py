"""How well mails are read, beside the libraries that can be installed, on the public mails beside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
CORPUS = CHECKOUT.parent / "shared" / "corpus"
READERS = {
    "pickpost": "Pickpost",
    "mpr": "mail-parser-reply",
    "erp": "email-reply-parser",
    "qq": "quotequail",
    "hdr": "headers alone",
}
RUNS: dict[str, list[str]] = {
    "as sent": [],
    "as HTML": ["--wire", "html"],
    "other people": ["--mutate", "others"],
    "web form inside": ["--mutate", "form1"],
}
MEASURES = [
    ("replies: the new words", "as sent", "reply", "ok"),
    ("  dressed as HTML", "as HTML", "reply", "ok"),
    ("  with quoted text leaking", "as sent", "reply", "leak"),
    ("forwards: all of it right", "as sent", "forward", "all"),
    ("  other people and texts", "other people", "forward", "all"),
    ("  a web form inside", "web form inside", "forward", "all"),
    ("bounces: detected", "as sent", "bounce", "detected"),
    ("  recipients", "as sent", "bounce", "rcpt"),
    ("  hard or soft", "as sent", "bounce", "hard"),
    ("kind of mail", "as sent", "class", "label"),
    ("leads: every field right", "as sent", "lead", "all"),
]
Scores = dict[str, dict[str, Any]]


def scores(reader: str, options: list[str]) -> Scores:
    """Return one reader's results of the harness, by task; empty where it lacks what the run needs."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "scores.json"
        path = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "tests" / "corpus")])
        subprocess.run(
            [sys.executable, CORPUS / "harness.py", "--public", "--impl", reader, "--json", answer, *options],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.DEVNULL,
            check=True,
            timeout=300,
        )
        found: Scores = json.loads(answer.read_text(encoding="utf-8"))
        return found


def print_table(found: dict[tuple[str, str], Scores]) -> None:
    """Print a row for each measure and a column for each reader; a dash where a reader does not offer it."""
    print(f"{'':28}" + "".join(f"{name:>20}" for name in READERS.values()))
    for title, run, task, measure in MEASURES:
        cells = [found[reader, run].get(task, {}).get("TOTAL", {}).get(measure, "-") for reader in READERS]
        print(f"{title:28}" + "".join(f"{cell:>20}" for cell in cells))
    for task, title in [("reply", "time of a reply"), ("forward", "time of a forward"), ("bounce", "time of a bounce")]:
        ratios = [found[reader, "as sent"].get(task, {}).get("speed", {}) for reader in READERS]
        times = [f"{ratio['time_vs_stdlib_parse']:.2f}" if ratio else "-" for ratio in ratios]
        print(f"{title:28}" + "".join(f"{time:>20}" for time in times))
    print("Times are in parses of the standard library: message_from_bytes(policy=default) on the same mails is 1.")


def main() -> None:
    """Measure every reader, or say that there is nothing to measure on."""
    if not CORPUS.is_dir():
        print("no corpus of public mails at ../shared/corpus")
        return
    print_table({(reader, run): scores(reader, options) for reader in READERS for run, options in RUNS.items()})


if __name__ == "__main__":
    main()
