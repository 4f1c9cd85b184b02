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
from app.store import beat, journal, mailroom, outbox, pending, raw_mail

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
    journal,
    outbox,
    raw_mail,
    pending,
    mailroom,
    beat,
)
metadata = Entity.metadata
