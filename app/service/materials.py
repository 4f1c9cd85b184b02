"""Which of a vendor's sales material goes with what a customer asks for."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.criteria import folded, listed
from app.domain.files import Material

_BETWEEN_PRODUCTS = re.compile(r"[,;+&\n]|\s(?:und|and)\s", re.IGNORECASE)


def materials_for(session: Session, vendor_id: int, product: Any) -> list[tuple[int, str]]:
    """Return id and file name of what is for every product, and of what is for each product named; no file twice.

    Args: product: as a field holds it: one name, several in one text such as ``Arm, Vision``, or a list of names.
        Case does not matter.
    Source: rulebook 5.3, 7.4.
    """
    wanted = _products_named(product)
    rows = select(Material.id, Material.filename, Material.product).where(Material.vendor_id == vendor_id)
    chosen: dict[str, int] = {}
    for row in session.execute(rows.order_by(Material.id)):
        if not row.product or folded(row.product) in wanted:
            chosen.setdefault(row.filename, row.id)
    return [(material_id, filename) for filename, material_id in chosen.items()]


def _products_named(product: Any) -> set[str]:
    """Return the products a field names: its whole text, as a name may hold a comma itself, and the parts of it."""
    texts = [str(one) for one in listed(product) if one is not None]
    return {folded(name) for text in texts for name in (text, *_BETWEEN_PRODUCTS.split(text))}
