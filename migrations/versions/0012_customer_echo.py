"""When a customer is asked whether somebody got in touch, and what they said."""

import sqlalchemy as sa
from alembic import op

revision = "0012_customer_echo"
down_revision = "0011_merged_leads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("echo_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("leads", sa.Column("echo", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("leads", "echo")
    op.drop_column("leads", "echo_at")
