"""Lists of leads as people keep them, and what became of them."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from app.domain.csv_text import rows_of_csv
from app.domain.letters import ImportReport, from_json
from app.store.outbox import Post
from tests.edges.incoming import LEADS, Incoming, a_mail

VERA = "Vera Vogt <vera@nordlicht.example>"
HEADING = ["Firma", "Vorname", "Nachname", "E-Mail", "Telefon", "PLZ", "Ort", "Land", "Produkt", "Bedarf", "Quelle",
           "Temperatur"]  # fmt: skip


def a_row(number: int = 1, **cells: str) -> list[str]:
    """Return a complete row; ``cells`` by the heading without its hyphen replace some."""
    filled = {
        "Firma": f"Muster {number} GmbH", "Vorname": "Carla", "Nachname": "Muster",
        "E-Mail": f"carla@muster{number}.example", "Telefon": f"089 12345{number:02}", "PLZ": "80331",
        "Ort": "München", "Land": "DE", "Produkt": "arm", "Bedarf": "Zwei Arme", "Quelle": "Messe",
        "Temperatur": "warm",
    }  # fmt: skip
    filled |= {name.replace("EMail", "E-Mail"): cell for name, cell in cells.items()}
    return [filled[name] for name in HEADING]


def as_csv(*rows: list[str], heading: list[str] = HEADING) -> bytes:
    """Return rows as a spreadsheet saves them."""
    return "\r\n".join(";".join(row) for row in (heading, *rows)).encode("utf-8-sig")


def as_xlsx(*rows: list[Any]) -> bytes:
    """Return rows as a workbook."""
    book, content = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Messe")
    for row in rows:
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def a_card(name: str) -> bytes:
    """Return a vCard."""
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Muster;{name};;;\r\nFN:{name} Muster\r\nORG:{name} GmbH\r\n"
        f"EMAIL:{name.lower()}@muster.example\r\nEND:VCARD\r\n"
    ).encode()


def with_files(mail: EmailMessage, **files: bytes) -> EmailMessage:
    """Attach files; ``__`` stands for the dot in their names."""
    for name, content in files.items():
        filename = name.replace("__", ".")
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=filename)
    return mail


def sends_lists(incoming: Incoming, words: str = "", /, to: str = LEADS, **files: bytes) -> None:
    """Let Vera mail lists, and have them imported."""
    incoming.arrives(with_files(a_mail(VERA, words, subject="Liste"), **files), to)


def report_to(incoming: Incoming, name: str = "vera") -> ImportReport:
    """Return what the latest report to somebody says."""
    post = next(post for post in reversed(incoming.letters_to(name)) if post.kind == "import_report")
    context = from_json(post.kind, dict(post.context))
    assert isinstance(context, ImportReport)
    return context


def mailed_report(incoming: Incoming) -> EmailMessage:
    """Return the latest report as the mail that goes out."""
    with incoming.parts.new_work() as work:
        rows = select(Post).where(Post.kind == "import_report").order_by(Post.id.desc()).limit(1)
        content = incoming.parts.composer.compose(work.session, work.session.scalars(rows).one()).content
        mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def refused_rows_in(mail: EmailMessage) -> tuple[str, bytes, list[list[str]]]:
    """Return name, bytes and rows of the attached file of refused rows."""
    part = next(part for part in mail.iter_attachments() if part.get_content_type() == "text/csv")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return str(part.get_filename()), content, list(rows_of_csv(content))
