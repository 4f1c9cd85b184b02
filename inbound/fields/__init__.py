"""Lead texts -> fields: `read_fields` reads the lead, `read_note` the forwarder's note, `read_deal` a registration."""

from inbound.fields.deal_line import read_deal
from inbound.fields.event_lines import EventRead, EventsRead, read_events
from inbound.fields.model import FieldName, FieldReading, LeadRow, LeadText, RowProblem
from inbound.fields.notes import note_on_top, read_note
from inbound.fields.read import read_fields, warm_up

__all__ = [
    "EventRead",
    "EventsRead",
    "FieldName",
    "FieldReading",
    "LeadRow",
    "LeadText",
    "RowProblem",
    "note_on_top",
    "read_deal",
    "read_events",
    "read_fields",
    "read_note",
    "warm_up",
]
