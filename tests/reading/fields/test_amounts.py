"""Sums of money as people type them."""

from __future__ import annotations

import pytest

from inbound.fields.amounts import amounts_in


@pytest.mark.parametrize(
    ("text", "cents", "currency"),
    [
        ("12.500 €", 1_250_000, "EUR"),
        ("12,5k", 1_250_000, None),
        ("48k", 4_800_000, None),
        ("48 K€", 4_800_000, "EUR"),
        ("1.2 Mio", 120_000_000, None),
        ("1,2 Mio. Euro", 120_000_000, "EUR"),
        ("EUR 9'800", 980_000, "EUR"),
        ("CHF 34’500.-", 3_450_000, "CHF"),
        ("20 tausend", 2_000_000, None),
        ("55 TEUR", 5_500_000, "EUR"),
        ("$15,900.00", 1_590_000, "USD"),
        ("£1.50", 150, "GBP"),
        ("6.450,50 €", 645_050, "EUR"),
        ("1.234.567,89 EUR", 123_456_789, "EUR"),
        ("40 000 EUR", 4_000_000, "EUR"),
        ("9.800,- €", 980_000, "EUR"),
        ("1.2m", 120_000_000, None),
        ("$14.2k", 1_420_000, "USD"),
        ("27 and a half grand", 2_750_000, None),
        ("3 000 zł", 300_000, "PLN"),
    ],
)
def test_a_sum_is_read_to_the_cent(text: str, cents: int, currency: str | None) -> None:
    found = [amount for amount in amounts_in(text) if amount.explicit]

    assert [(amount.cents, amount.currency) for amount in found] == [(cents, currency)]


@pytest.mark.parametrize(
    "text", ["80 m²", "3 t", "KW 12", "in 2 Wochen", "12.12.", "um 9 Uhr", "Raum 5", "10 am", "42m2"]
)
def test_other_numbers_are_no_sums(text: str) -> None:
    assert [amount for amount in amounts_in(text) if amount.explicit] == []
