"""What was erased, whose a raw mail is, and when a vendor's payload is next looked through."""

import sqlalchemy as sa
from alembic import op

revision = "0006_erasures_and_retention"
down_revision = "0005_feedback_of_the_vendor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_erasures")),
    )
    op.add_column("vendors", sa.Column("retention_due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_vendors_retention_due_at"), "vendors", ["retention_due_at"], unique=False)
    op.execute("UPDATE vendors SET retention_due_at = loaded_at")
    op.add_column("leads", sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deals", sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("raw_mails", sa.Column("vendor_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_raw_mails_vendor_id"), "raw_mails", ["vendor_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_raw_mails_vendor_id"), "raw_mails")
    op.drop_column("raw_mails", "vendor_id")
    op.drop_column("deals", "forgotten_at")
    op.drop_column("leads", "forgotten_at")
    op.drop_index(op.f("ix_vendors_retention_due_at"), "vendors")
    op.drop_column("vendors", "retention_due_at")
    op.drop_table("erasures")
