"""The ledger of points, requests for rewards, and incentives that are due."""

import sqlalchemy as sa
from alembic import op

revision = "0004_points"
down_revision = "0003_customer_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "redemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("reseller_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_redemptions_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_redemptions_decided_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_redemptions_owner_id")),
        sa.ForeignKeyConstraint(["reseller_id"], ["resellers.id"], name=op.f("fk_redemptions_reseller_id")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f("fk_redemptions_vendor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
    )
    op.create_index(op.f("ix_redemptions_reseller_id"), "redemptions", ["reseller_id"], unique=False)
    op.create_index(op.f("ix_redemptions_vendor_id"), "redemptions", ["vendor_id"], unique=False)
    op.create_index(
        "ix_redemptions_step_due",
        "redemptions",
        ["step_at"],
        unique=False,
        sqlite_where=sa.text("step_at IS NOT NULL"),
        postgresql_where=sa.text("step_at IS NOT NULL"),
    )
    _ledger()
    op.create_table(
        "incentives_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("reseller_id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("commission_percent", sa.Float(), nullable=False),
        sa.Column("commission_cents", sa.BigInteger(), nullable=False),
        sa.Column("discount_percent", sa.Float(), nullable=False),
        sa.Column("bonus_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_incentives_due_deal_id")),
        sa.ForeignKeyConstraint(["reseller_id"], ["resellers.id"], name=op.f("fk_incentives_due_reseller_id")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f("fk_incentives_due_vendor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incentives_due")),
        sa.UniqueConstraint("deal_id", name=op.f("uq_incentives_due_deal_id")),
    )
    op.create_index(op.f("ix_incentives_due_reseller_id"), "incentives_due", ["reseller_id"], unique=False)
    op.create_index(op.f("ix_incentives_due_vendor_id"), "incentives_due", ["vendor_id"], unique=False)


def _ledger() -> None:
    op.create_table(
        "point_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("reseller_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("redemption_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["point_entries.id"], name=op.f("fk_point_entries_corrects_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_point_entries_deal_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["leads.id"], name=op.f("fk_point_entries_lead_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_point_entries_person_id")),
        sa.ForeignKeyConstraint(["redemption_id"], ["redemptions.id"], name=op.f("fk_point_entries_redemption_id")),
        sa.ForeignKeyConstraint(["reseller_id"], ["resellers.id"], name=op.f("fk_point_entries_reseller_id")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f("fk_point_entries_vendor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_entries")),
    )
    op.create_index("ix_point_entries_account", "point_entries", ["reseller_id", "booked_at"], unique=False)
    op.create_index("ix_point_entries_vendor", "point_entries", ["vendor_id", "booked_at"], unique=False)
    for column in ("deal_id", "lead_id", "redemption_id"):
        op.create_index(op.f(f"ix_point_entries_{column}"), "point_entries", [column], unique=False)


def downgrade() -> None:
    op.drop_table("incentives_due")
    op.drop_table("point_entries")
    op.drop_table("redemptions")
