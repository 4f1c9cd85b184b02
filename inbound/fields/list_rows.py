"""The rows of a list -> leads, each taken whole or refused with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from inbound.fields.lines import Pair
from inbound.fields.model import LeadRow, ProblemCode, RowProblem
from inbound.fields.places import country_code
from inbound.fields.settle import LONGEST, LONGEST_LINE, NOTHING, settle
from inbound.fields.tables import Column
from inbound.fields.values import addresses_in

CELL = 0.95
LONGEST_SHOWN = 100
_WHO = frozenset({"company", "contact_last_name", "contact_email", "contact_phone"})

# A cell of this kind of column must give this field, or else the row is refused with this code.
_MUST_GIVE: dict[str, tuple[str, ProblemCode]] = {
    "contact_email": ("contact_email", "not_an_address"),
    "contact_phone": ("contact_phone", "not_a_phone_number"),
    "mobile": ("contact_phone", "not_a_phone_number"),
    "country": ("country", "not_a_country"),
    "postcode": ("postcode", "not_a_postcode"),
    "temperature": ("temperature", "not_a_temperature"),
    "expected_volume": ("expected_volume_cents", "not_an_amount"),
    "consent": ("consent", "not_yes_or_no"),
    "website": ("website", "not_a_website"),
    "language": ("language", "not_a_language"),
    "full_name": ("contact_last_name", "not_a_name"),
    "full_name_last_first": ("contact_last_name", "not_a_name"),
    "contact_first_name": ("contact_first_name", "not_a_name"),
    "contact_last_name": ("contact_last_name", "not_a_name"),
}
_AS_WRITTEN = frozenset({
    "company", "street", "sector", "company_size", "contact_position", "product", "need", "remarks", "source",
    "campaign", "time_frame",
})  # fmt: skip


def read_rows(
    columns: tuple[Column, ...], rows: Iterable[tuple[int, tuple[str, ...]]], country: str,
    products: tuple[str, ...], ours: frozenset[str],
) -> tuple[LeadRow, ...]:  # fmt: skip
    """Return the leads of a table's rows.

    Args: country: the vendor's. products: the vendor's names. ours: addresses and
        domains that never are the customer's.
    Source: rulebook 3.1, 3.2.
    """
    return tuple(_lead_of(number, columns, cells, country, products, ours) for number, cells in rows)


def _lead_of(
    number: int, columns: tuple[Column, ...], cells: tuple[str, ...], country: str,
    products: tuple[str, ...], ours: frozenset[str],
) -> LeadRow:  # fmt: skip
    pairs = [
        Pair(column.key, cell, f"{column.label}: {cell}"[:500], CELL)
        for column, cell in zip(columns, cells, strict=False)
        if column.key and cell and cell.casefold() not in NOTHING
    ]
    fields = settle(pairs, country=country, products=products, ours=ours)
    problems = [problem for pair in pairs for problem in _problems_of(pair, fields)]
    line = "; ".join(cell for cell in cells if cell)[:LONGEST_SHOWN]
    if not fields:
        problems.append(RowProblem("empty", "", line))
    elif not _WHO & set(fields) and not problems:
        problems.append(RowProblem("nobody_named", "", line))
    return LeadRow(number, fields, tuple(problems))


def _problems_of(pair: Pair, fields: Mapping[Any, object]) -> Iterator[RowProblem]:
    shown = pair.value[:LONGEST_SHOWN]
    if pair.key in _AS_WRITTEN and len(pair.value) > LONGEST.get(pair.key, LONGEST_LINE):
        yield RowProblem("too_long", pair.key, shown)
    name, code = _MUST_GIVE.get(pair.key, ("", None))
    if code is None or name in fields and _fits(pair):
        return
    if code == "not_an_address" and list(addresses_in(pair.value)):
        code = "own_address"
    yield RowProblem(code, name, shown)


def _fits(pair: Pair) -> bool:
    """Say whether a value holds by itself, where its field may have come from another column."""
    check = _FITS.get(pair.key)
    return check is None or check(pair.value)


_FITS: dict[str, Callable[[str], bool]] = {
    "country": lambda text: country_code(text) is not None,
    "contact_email": lambda text: bool(list(addresses_in(text))),
}
