"""What undoing a lead that was given back restores."""

import sqlalchemy as sa
from alembic import op

revision = "0016_given_back_undone"
down_revision = "0015_lists_released_as_a_whole"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offers", sa.Column("had", sa.JSON(), nullable=True))
    op.add_column("offers", sa.Column("undo_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("offers", "undo_until")
    op.drop_column("offers", "had")
