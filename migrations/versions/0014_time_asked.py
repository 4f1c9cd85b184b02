"""The later deadline that a holder asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0014_time_asked"
down_revision = "0013_way_back_for_registrations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leads", sa.Column("asked_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("leads", "asked_until")
