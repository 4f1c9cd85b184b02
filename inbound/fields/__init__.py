"""Lead texts -> fields: `read_fields` reads the lead, `read_note` the forwarder's note."""

from inbound.fields.model import FieldName, FieldReading, LeadReading, LeadRow, LeadText, RowProblem
from inbound.fields.notes import read_note
from inbound.fields.read import read_fields, warm_up

__all__ = [
    "FieldName",
    "FieldReading",
    "LeadReading",
    "LeadRow",
    "LeadText",
    "RowProblem",
    "read_fields",
    "read_note",
    "warm_up",
]
