"""A vendor's programme as it is now, in the form of its file."""

from __future__ import annotations

from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.files import Material
from app.domain.people import Reseller, Role, Vendor


def programme_text(session: Session, vendor: Vendor) -> str:
    """Return the programme as YAML; loading it again changes nothing."""
    roles = list(session.scalars(select(Role).where(Role.vendor_id == vendor.id, Role.active).order_by(Role.id)))
    resellers = session.scalars(
        select(Reseller).where(Reseller.vendor_id == vendor.id, Reseller.active).order_by(Reseller.id)
    )
    materials = session.scalars(select(Material).where(Material.vendor_id == vendor.id).order_by(Material.id))
    programme = {
        "vendor": _vendor(vendor),
        "settings": dict(vendor.settings),
        "distributors": [
            {"slug": slug, "name": name} for slug, name in vendor.programme.get("distributors", {}).items()
        ]
        or None,
        "people": [_person(role) for role in roles if role.reseller_id is None],
        "resellers": [_reseller(one, [role for role in roles if role.reseller_id == one.id]) for one in resellers],
        "criteria": [_filled(criterion) for criterion in vendor.criteria],
        "incentives": [_filled(incentive) for incentive in vendor.programme.get("incentives", ())],
        "rewards": [_filled(reward) for reward in vendor.programme.get("rewards", ())],
        "accounts": vendor.programme.get("accounts") or None,
        "materials": [_filled({"product": one.product, "title": one.title, "file": one.filename}) for one in materials],
    }
    return yaml.safe_dump(
        {key: value for key, value in programme.items() if value is not None},
        allow_unicode=True,
        sort_keys=False,
        width=120,
    )


def _vendor(vendor: Vendor) -> dict[str, Any]:
    brand = _filled({"colour": vendor.brand_colour, "logo": vendor.programme.get("logo")})
    entry = {
        "slug": vendor.slug, "name": vendor.name, "language": vendor.language, "timezone": vendor.zone,
        "country": vendor.country, "currency": vendor.currency, "brand": brand,
    }  # fmt: skip
    return _filled(entry | {name: vendor.programme.get(name) for name in ("imprint", "postcode")})


def _person(role: Role) -> dict[str, Any]:
    person = role.person
    return _filled(
        {
            "email": person.address, "name": person.name, "role": role.name, "language": person.language,
            "timezone": person.zone, "territory": role.territory, "resellers": role.partners,
            "agency": role.agency, "distributor": role.distributor,
        }
    )  # fmt: skip


def _reseller(reseller: Reseller, roles: list[Role]) -> dict[str, Any]:
    return _filled(
        {
            "slug": reseller.slug, "name": reseller.name, "level": reseller.level, "country": reseller.country,
            "postcode": reseller.postcode, "timezone": reseller.zone, "distributor": reseller.distributor,
            "attributes": dict(reseller.attributes), "people": [_person(role) for role in roles],
        }
    )  # fmt: skip


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing."""
    return {name: value for name, value in entry.items() if value not in (None, "", [], {})}
