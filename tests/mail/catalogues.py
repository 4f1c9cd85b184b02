"""The translation catalogues: what they should hold, and how they are brought up to date."""

from __future__ import annotations

import io
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parents[2]
TRANSLATIONS = CHECKOUT / "mail_templates" / "translations"
_MAPPING = re.compile(r"\[(?P<method>\w+): (?P<pattern>\S+)\]")
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def po_file(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "pickpost.po"


def extracted() -> Catalog:
    """Return every sentence of the sources, as babel.cfg says where they are."""
    lines = (CHECKOUT / "babel.cfg").read_text(encoding="utf-8").splitlines()
    found = (_MAPPING.fullmatch(line) for line in lines)
    methods = [(match["pattern"], match["method"]) for match in found if match]
    catalogue = Catalog(project="pickpost", version="1", charset="utf-8", fuzzy=False)
    for _, _, message, comments, context in extract_from_dir(
        CHECKOUT, methods, None, _KEYWORDS, directory_filter=_is_source
    ):
        catalogue.add(message, None, auto_comments=comments, context=context)
    return catalogue


def _is_source(folder: str | os.PathLike[str]) -> bool:
    # Babel would skip _base and _macros; environments and builds are not ours.
    name = Path(folder).name
    return not name.startswith(".") and name not in {"__pycache__", "build", "tests", "node_modules"}


def stored(language: str) -> Catalog:
    """Return a language's catalogue as committed."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> None:
    """Bring a catalogue up to date: new sentences without a translation, old ones removed, no guesses."""
    catalogue = stored(language) if po_file(language).exists() else Catalog(locale=language, fuzzy=False)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    write(catalogue, language)


def write(catalogue: Catalog, language: str) -> None:
    """Write a catalogue and its compiled form, the same bytes for the same words."""
    po_file(language).parent.mkdir(parents=True, exist_ok=True)
    po_file(language).write_bytes(po_bytes(catalogue))
    po_file(language).with_suffix(".mo").write_bytes(mo_bytes(stored(language)))


def po_bytes(catalogue: Catalog) -> bytes:
    """Return a catalogue as text, sorted, without line numbers and dates that only make diffs."""
    written = io.BytesIO()
    write_po(written, catalogue, sort_output=True, no_location=True, omit_header=True, width=120)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header.encode() + written.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the compiled form of a catalogue, without the time at which that is done."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()
