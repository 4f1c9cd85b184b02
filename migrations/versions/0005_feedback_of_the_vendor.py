"""What the vendor says of a lead that it has taken over is feedback without a company."""

import sqlalchemy as sa
from alembic import op

revision = "0005_feedback_of_the_vendor"
down_revision = "0004_points"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("feedbacks") as feedbacks:
        feedbacks.alter_column("reseller_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM feedbacks WHERE reseller_id IS NULL")
    with op.batch_alter_table("feedbacks") as feedbacks:
        feedbacks.alter_column("reseller_id", existing_type=sa.Integer(), nullable=False)
