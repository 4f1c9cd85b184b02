"""Files that go to whoever takes a lead: those that came with it, and the vendor's sales material."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.domain.entity import Entity

# Of all files of one mail together; what is over is downloaded.
MOST_ATTACHED_BYTES = 15 * 1024 * 1024


class Attachment(Entity):
    """A file that came with a lead; it is mailed to whoever takes the lead."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("leads.id"), index=True)
    filename: Mapped[str]
    content_type: Mapped[str]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))


class Material(Entity):
    """Sales material of a vendor for a product. Source: rulebook 5.3."""

    __tablename__ = "materials"

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"), index=True)
    product: Mapped[str]
    title: Mapped[str]
    filename: Mapped[str]
    content_type: Mapped[str]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
