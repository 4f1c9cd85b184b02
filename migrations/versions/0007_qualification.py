"""The agency that completes a lead, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0007_qualification"
down_revision = "0006_erasures_and_retention"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("agency", sa.String(), nullable=True))
    op.add_column("leads", sa.Column("qualify_by", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("leads", "qualify_by")
    op.drop_column("leads", "agency")
