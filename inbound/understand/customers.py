"""A customer's answer to one of the few mails they get -> what they say, or that they want no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.commands import Unsubscribe
from app.domain.customer_commands import AnswerEcho
from app.domain.letters import CustomerEcho
from app.domain.letters.lists import CUSTOMER, customers_of, list_of
from app.domain.people import Person
from app.store.outbox import Post
from inbound.reading import Read
from inbound.understand.plan import Plan, SetAside, storable
from inbound.wishes.model import Context, Understanding

LONGEST_WORDS = 1_000
# Yes and no are read as to any question that is answered by them.
_YES, _NO = "approve", "reject"

Understand = Callable[[str, Context], Understanding]


def is_to_a_customer(post: Post | None) -> bool:
    """Whether a letter went to a customer, who answers it without being anybody's partner."""
    return post is not None and list_of(post.kind) == CUSTOMER


def plan_customer(read: Read, person: Person, post: Post, received_at: datetime, understand: Understand) -> Plan:
    """Return what a customer's mail answers; nothing of it is ever answered by another mail.

    Raises: SetAside: words in answer to a letter that asked nothing.
    Source: rulebook 5.4, 6.5.
    """
    words = storable(read.words).strip() or read.mail.subject.strip()
    context = Context(received_at, person.zone, language=person.language, allowed=frozenset({_YES, _NO}))
    understood = understand(words, context)
    verbs = [reading.verb for reading in understood.readings] if understood.clear else []
    if "stop" in verbs:
        return Plan(
            (Unsubscribe(by=person.id, mail_list=customers_of(post.vendor_id)),), "a customer wants no more mails", True
        )
    if post.kind != CustomerEcho.kind or post.lead_id is None:
        raise SetAside("a customer's words, in answer to a letter that asked nothing")
    contacted = verbs[0] == _YES if verbs in ([_YES], [_NO]) else None
    answer = AnswerEcho(
        by=person.id, lead_id=post.lead_id, contacted=contacted, reason="nobody" if contacted is False else None,
        note=words[:LONGEST_WORDS],
    )  # fmt: skip
    return Plan((answer,), "a customer's answer", is_machines=True)
