"""The vendor's own customers, as its programme lists them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.entity import Entity


class Account(Entity):
    """A customer that the vendor knows already: registering it is for a person to look at. Source: rulebook 7.2."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendors.id"), index=True)
    company: Mapped[str]
    domain: Mapped[str]
    postcode: Mapped[str]

    @property
    def fields(self) -> dict[str, Any]:
        """The account in the names of rulebook 3.3."""
        return {"company": self.company, "domain": self.domain, "postcode": self.postcode}
