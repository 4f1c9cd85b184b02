"""The way back from the last step of a registration; an incentive that was taken back stays written down."""

import sqlalchemy as sa
from alembic import op

revision = "0013_way_back_for_registrations"
down_revision = "0012_customer_echo"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deals", sa.Column("undo", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("incentives_due") as dues:
        dues.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        dues.drop_constraint(op.f("uq_incentives_due_deal_id"), type_="unique")
    op.create_index(
        "uq_incentives_due_deal_id_stands",
        "incentives_due",
        ["deal_id"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_incentives_due_deal_id_stands", "incentives_due")
    op.execute("DELETE FROM incentives_due WHERE taken_back_at IS NOT NULL")
    with op.batch_alter_table("incentives_due") as dues:
        dues.drop_column("taken_back_at")
        dues.create_unique_constraint(op.f("uq_incentives_due_deal_id"), ["deal_id"])
    op.drop_column("deals", "undo")
