"""Leads of one customer that live on in another, and such as stay beside each other."""

import sqlalchemy as sa
from alembic import op

revision = "0011_merged_leads"
down_revision = "0010_text_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("leads", sa.Column("merge_undo_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("leads", sa.Column("known_twins", sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
    op.create_index(op.f("ix_leads_merged_into"), "leads", ["merged_into"])


def downgrade() -> None:
    op.drop_index(op.f("ix_leads_merged_into"), "leads")
    op.drop_column("leads", "known_twins")
    op.drop_column("leads", "merge_undo_until")
    op.drop_column("leads", "merged_into")
