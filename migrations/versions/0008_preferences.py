"""How each person wants our mails, and what is held back for them until it is collected."""

import sqlalchemy as sa
from alembic import op

revision = "0008_preferences"
down_revision = "0007_qualification"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("absence_is_auto", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("deputy_id", sa.Integer(), nullable=True))
    op.add_column(
        "people", sa.Column("preferences", sa.JSON(none_as_null=True), nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column("people", sa.Column("preferences_before", sa.JSON(none_as_null=True), nullable=True))
    op.create_index(op.f("ix_people_deputy_id"), "people", ["deputy_id"], unique=False)
    op.add_column("outbox", sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_outbox_cleared", "outbox", ["to_person_id", "cleared_at"], unique=False)
    op.create_index(
        "ix_outbox_held",
        "outbox",
        ["send_at"],
        unique=False,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_held", table_name="outbox")
    op.drop_index("ix_outbox_cleared", table_name="outbox")
    op.drop_column("outbox", "cleared_at")
    op.drop_index(op.f("ix_people_deputy_id"), table_name="people")
    for name in ("preferences_before", "preferences", "deputy_id", "absence_is_auto"):
        op.drop_column("people", name)
