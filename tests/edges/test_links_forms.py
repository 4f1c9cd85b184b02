"""What is typed into a form: amounts and days as people write them, and never a guess."""

from __future__ import annotations

import time

import pytest

from app.web.amounts import NotAnAmount, read_amount
from app.web.form import read_day


@pytest.mark.parametrize(
    ("typed", "cents", "currency"),
    [
        ("12500", 1_250_000, None),
        ("12.500", 1_250_000, None),
        ("12,500", 1_250_000, None),
        ("12 500,50 €", 1_250_050, "EUR"),
        ("1,234.56", 123_456, None),
        ("CHF 9'800", 980_000, "CHF"),
        ("CHF 9’800", 980_000, "CHF"),
        ("12,5k", 1_250_000, None),
        ("12,5 k€", 1_250_000, "EUR"),
        ("48K", 4_800_000, None),
        ("1.2 Mio", 120_000_000, None),
        ("€12.500", 1_250_000, "EUR"),
        ("5 Tsd. Euro", 500_000, "EUR"),
        ("12,50", 1_250, None),
        ("1.000.000", 100_000_000, None),
    ],
)
def test_an_amount_is_read_as_it_is_meant(typed: str, cents: int, currency: str | None) -> None:
    assert read_amount(typed) == (cents, currency)


@pytest.mark.parametrize(
    "typed",
    ["", "a lot", "-5", "1.500k", "12..5", "12.5.6", "1.23.456", "12,5x", "12 13", "12k 13k", "EUR USD 5", "5 EUR CHF",
     "9" * 60, "١٢"],
)  # fmt: skip
def test_what_could_mean_two_things_or_none_is_not_taken(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        read_amount(typed)


@pytest.mark.parametrize("typed", ["1" * 100_000, "1." * 50_000, "k" * 100_000, "1'" * 50_000 + "x"])
def test_no_amount_takes_long_to_refuse(typed: str) -> None:
    started_at_s = time.thread_time()
    with pytest.raises(NotAnAmount):
        read_amount(typed)

    assert time.thread_time() - started_at_s < 1


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2026-12-12T10:30", "2026-12-12T09:30:00+00:00"),
        ("2026-06-12T10:30:00", "2026-06-12T08:30:00+00:00"),
        ("2026-12-12", "2026-12-12T08:00:00+00:00"),
        ("12.12.2026", "2026-12-12T08:00:00+00:00"),
        ("1.6.2026 14:00", "2026-06-01T12:00:00+00:00"),
    ],
)
def test_a_day_is_read_in_the_person_s_zone(typed: str, instant: str) -> None:
    day = read_day(typed, "Europe/Berlin")

    assert day is not None
    assert day.isoformat() == instant


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-13-01", "2026-02-30", "31.4.2026", "12.12.", "2026-12-12T25:00", "0000-01-01"]
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed, "Europe/Berlin") is None
