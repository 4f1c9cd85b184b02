"""What to reply where fields are missing: an example of exactly those."""

from __future__ import annotations

from app.domain.letters import Action
from app.mail.vocabulary import N_

MOST_GAPS = 3
# Read by ``inbound.fields`` as they stand here, in both languages.
GAPS = {
    "company": N_("company: Muster GmbH"),
    "country": N_("Germany"),
    "postcode": N_("postcode 80331"),
    "contact_route": N_("phone: +49 89 12345678"),
    "contact_phone": N_("phone: +49 89 12345678"),
    "contact_email": N_("carla@muster.example"),
    "need": N_("need: two robot arms"),
    "source": N_("source: fair"),
    "temperature": N_("warm"),
    "expected_volume": N_("budget 40,000 EUR"),
    "expected_volume_cents": N_("budget 40,000 EUR"),
}
# What comes with the answer, and not in its words.
BESIDE_WORDS = {"attachments": N_("see attachment")}


def missing_in(action: Action) -> list[str]:
    """Return the fields that the lead lacks, where a button that completes it names them."""
    return [name for name in action.argument.get("missing", "").split(",") if name]
