"""Every letter as it was last reviewed, in pairs of text and HTML; `make golden` rewrites them."""

from __future__ import annotations

import pytest

from app.mail.preview import Preview
from tests.mail.letters_seen import every_preview
from tests.run_options import GOLDEN, Golden


@pytest.mark.parametrize("preview", every_preview().values(), ids=every_preview().keys())
def test_the_letter_is_as_reviewed(preview: Preview, golden: Golden) -> None:
    golden.check(f"{preview.name}.html", preview.rendered.html)
    golden.check(f"{preview.name}.txt", f"Subject: {preview.rendered.subject}\n\n{preview.rendered.text}")


def test_no_golden_letter_is_left_over() -> None:
    reviewed = {file.name for suffix in ("html", "txt") for file in GOLDEN.glob(f"*.*.{suffix}")}

    assert reviewed == {f"{name}.{suffix}" for name in every_preview() for suffix in ("html", "txt")}
