"""The vendor's accounts file, read into rows or refused with one clear line."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.csv_text import rows_of_csv

MOST_ROWS = 200_000
LONGEST_CELL = 300
_COLUMNS = ("company", "domain", "postcode")
# What the columns are called in files from German and English CRMs.
_NAMES = {
    "company": ("company", "firma", "name", "account", "kunde", "customer", "unternehmen"),
    "domain": ("domain", "website", "web", "webseite", "homepage", "url"),
    "postcode": ("postcode", "plz", "zip", "postleitzahl", "postal code"),
}


class AccountsError(ValueError):
    """The accounts file cannot be used; the message names the line and what was expected."""


@dataclass(frozen=True)
class AccountRow:
    """One customer of the vendor's; company is never empty."""

    company: str
    domain: str = ""
    postcode: str = ""


def read_accounts(content: bytes) -> tuple[AccountRow, ...]:
    """Read an accounts file; equal rows are kept once.

    Args: content: CSV with a heading, as ``csv_text`` reads it.
    Raises: AccountsError: there is no heading, no company column or a row without one, or too much.
    Source: design 4, ``accounts``.
    """
    lines = rows_of_csv(content)
    heading = next((row for row in lines if any(row)), None)
    if heading is None:
        raise AccountsError("line 1: the file is empty, expected a heading such as company,domain,postcode")
    places = _places(heading)
    if "company" not in places:
        raise AccountsError(f"line 1: no column is called company (or firma), found {', '.join(heading)[:100]}")
    found: dict[AccountRow, None] = {}
    for number, row in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            raise AccountsError(f"line {number}: more than {MOST_ROWS} accounts")
        account = AccountRow(*(_cell(row, places.get(column)) for column in _COLUMNS))
        if account.company:
            found.setdefault(account)
        elif account != AccountRow(""):
            told = ", ".join(cell for cell in row if cell)[:100]
            raise AccountsError(f"line {number}: expected a company's name, found only {told}")
    return tuple(found)


def _places(heading: list[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in heading]
    return {column: names.index(name) for column, known in _NAMES.items() for name in reversed(known) if name in names}


def _cell(row: list[str], place: int | None) -> str:
    text = row[place] if place is not None and place < len(row) else ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_CELL]
