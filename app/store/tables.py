"""Every table of the product, so that migrations and tests know them all."""

from app.domain import (
    account,
    customer_event,
    customer_key,
    deal,
    feedback,
    incentive,
    lead,
    offer,
    people,
    points,
    redemption,
)
from app.domain.entity import Entity
from app.store import beat, erasures, imports, journal, mailroom, outbox, pending, raw_mail

MODULES = (
    people,
    lead,
    offer,
    feedback,
    deal,
    account,
    customer_event,
    customer_key,
    incentive,
    redemption,
    points,
    imports,
    journal,
    outbox,
    raw_mail,
    pending,
    mailroom,
    beat,
    erasures,
)
metadata = Entity.metadata

# What an erasure does to each table, or why nothing has to be done. A new table needs its row.
ERASURE: dict[str, str] = {
    "accounts": "companies as the vendor's programme lists them; nobody's name",
    "attachments": "those of the customer's leads are deleted",
    "beats": "signs of life of the machine",
    "customer_events": "those of the customer are deleted",
    "customer_keys": "those of emptied records are deleted",
    "deals": "emptied but for what figures need",
    "erasures": "a number and an instant",
    "feedbacks": "numbers stay, words about the customer are deleted, names of others struck",
    "import_files": "deleted while they wait to be read, if they bear the name; then headings only",
    "import_rows": "those of the customer, and those that bear the name, are deleted",
    "imports": "the name is struck",
    "incentives_due": "companies and amounts; nobody's name",
    "journal": "numbers only; names in its facts are struck",
    "leads": "emptied but for what figures need",
    "mailroom_mails": "those to the address are deleted",
    "materials": "the vendor's sales material",
    "notes": "those on the customer's leads are deleted; in others the name is struck",
    "offers": "companies and points; nobody's name",
    "outbox": "emptied, if to them or about their lead; the name is struck in others",
    "outbox_bytes": "deleted with the content of their letter",
    "pending_wishes": "numbers only",
    "people": "made nameless",
    "point_entries": "points and the vendor's reasons; people by number only, in a ledger that is never changed",
    "raw_mail_bytes": "deleted, if from them, about them or bearing their name",
    "raw_mails": "emptied with their bytes",
    "redemptions": "rewards and the vendor's reasons; people by number only",
    "resellers": "companies; nobody's name",
    "roles": "ended; numbers only",
    "vendors": "the vendor and its programme; no people in it",
}
