"""Lists by page: a file is chosen, shown as it was understood, imported by a button, and looked at row by row."""

from __future__ import annotations

from flask import redirect
from werkzeug.wrappers import Response

from app.bootstrap import Parts
from app.domain.import_commands import HandInList
from app.domain.letters import Action, ImportedRow
from app.mail.import_lines import count_lines, refused_line, row_label
from app.mail.words import Words, words_in
from app.service.import_wording import can_be_released
from app.service.outcome import Origin
from app.service.queries.import_page import ImportPage, import_page
from app.service.queries.wish_page import WishPage
from app.store.imports import LONG, ImportState
from app.store.work import reading
from app.tokens import Wish
from app.web.facts import Fact
from app.web.page_links import Link, PageLinks
from app.web.pages import brand_of, render, translator
from app.web.upload import LISTS, NothingChosen, ask_for_files, chosen_files

LOOK_AGAIN_S, LOOK_AGAIN_AT_LONG_S = 2, 10  # to count a hundred thousand rows takes a moment
_WORKING = (ImportState.STORED, ImportState.RUNNING, ImportState.RELEASING, ImportState.TAKING_BACK)


def take_list(parts: Parts, token: str, page: WishPage) -> Response:
    """Hand in the chosen files through the door; they are shown before anything is imported. Source: rulebook 3.2."""
    words = words_in(page.person.language)
    try:
        nonce, files = chosen_files(parts, token)
    except NothingChosen as nothing:
        return ask_for_files(parts, token, page, words, LISTS, nothing)
    assert page.vendor is not None
    command = HandInList(by=page.person.id, vendor_id=page.vendor.id, files=files, starts=False)
    outcome = parts.door.handle(command, Origin("link", f"{token}:{nonce}"))
    handed_in = PageLinks(parts, page.person.id, words).token("imported", int(outcome.facts["import_id"]))
    return redirect(f"/a/{handed_in}", 303)


def show_import(parts: Parts, wish: Wish, page: WishPage, words: Words) -> Response:
    """Return the page of a list: being read, shown, being imported, or done. Source: rulebook 3.2."""
    with reading(parts.database) as session:
        shown = import_page(session, page.person, wish.object_id, parts.clock.now())
    links, _ = PageLinks(parts, page.person.id, words), translator(words)
    button = links.button("start_import", shown.import_id, _("Import"))
    response = render(
        "import.html", words, brand=brand_of(page), state=str(shown.state), counts=shown.counts,
        facts=_counted(shown, words), steps=_steps(links, shown), files=shown.files,
        column=lambda key: words.value("column", key),
        problem=lambda code: words.value("problem", code), button=button,
        rows=[_row(links, row, words) for row in shown.imported],
        refused=[Fact(row_label(row, words), refused_line(row, words)) for row in shown.refused],
        missing=[words.field(name) for name in shown.missing],
    )  # fmt: skip
    if shown.state in _WORKING:
        is_long = shown.counts.total >= LONG
        response.headers["Refresh"] = str(LOOK_AGAIN_AT_LONG_S if is_long else LOOK_AGAIN_S)
    return response


def _counted(shown: ImportPage, words: Words) -> list[Fact]:
    counts = dict(shown.standing)
    if shown.state is ImportState.SHOWN:
        counts["ready"] = counts.pop("waiting", 0)
    return [Fact(label, count) for label, count in count_lines(counts, words)]


def _steps(links: PageLinks, shown: ImportPage) -> list[Link]:
    """Return what can be done with the list as a whole."""
    if shown.state is not ImportState.DONE:
        return []
    release = [Action("release_list", shown.import_id, primary=True)] if can_be_released(shown.standing) else []
    undo = [Action("undo_list", shown.import_id, str(shown.undoable))] if shown.undoable else []
    return [links.link(action) for action in (*release, *undo)]


def _row(links: PageLinks, row: ImportedRow, words: Words) -> dict[str, object]:
    missing = ", ".join(words.field(name) for name in row.missing)
    why = words.value("why", row.why)
    return {
        "number": row.row_number, "name": f"{row.lead_ref}: {row.title}",
        "why": f"{why}: {missing}" if missing else why,
        "links": [links.link(action) for action in (row.action, *row.more)],
    }  # fmt: skip
