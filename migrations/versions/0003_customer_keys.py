"""Keys under which the records of a customer are found, made for all that are there."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.domain.conflicts import Customer

revision = "0003_customer_keys"
down_revision = "0002_deal_registration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customer_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f("fk_customer_keys_vendor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_keys")),
    )
    op.create_index("ix_customer_keys_word", "customer_keys", ["vendor_id", "kind", "word", "area"])
    op.create_index("ix_customer_keys_record", "customer_keys", ["record_id", "record", "kind"])
    fill(op.get_bind())


def fill(connection: sa.Connection) -> None:
    """Make the keys of every record that is there."""
    keys = sa.table(
        "customer_keys", *(sa.column(name) for name in ("vendor_id", "kind", "word", "area", "record", "record_id"))
    )
    countries = {row.id: row.country for row in connection.execute(sa.text("SELECT id, country FROM vendors"))}
    for record, table, columns in (
        ("lead", "leads", "fields"), ("deal", "deals", "fields"), ("event", "customer_events", "fields"),
        ("account", "accounts", "company, domain, postcode"),
    ):  # fmt: skip
        rows = connection.execute(sa.text(f"SELECT id, vendor_id, {columns} FROM {table} ORDER BY id"))
        for some in iter(lambda: rows.fetchmany(1000), []):  # noqa: B023 - used up before the next turn
            found = [
                {"vendor_id": row.vendor_id, "record": record, "record_id": row.id, **key._asdict()}
                for row in some
                for key in sorted(Customer.of(_fields(row), countries[row.vendor_id]).kept_under())
            ]
            if found:
                connection.execute(sa.insert(keys), found)


def _fields(row: sa.Row[Any]) -> dict[str, object]:
    if not hasattr(row, "fields"):
        return {"company": row.company, "domain": row.domain, "postcode": row.postcode}
    return json.loads(row.fields) if isinstance(row.fields, str) else dict(row.fields)


def downgrade() -> None:
    op.drop_table("customer_keys")
