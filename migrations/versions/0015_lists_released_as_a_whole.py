"""Lists that are released as a whole, and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0015_lists_released_as_a_whole"
down_revision = "0014_time_asked"
branch_labels = None
depends_on = None

_BEFORE = sa.text("state IN ('stored', 'running')")
_UNFINISHED = sa.text("state IN ('stored', 'running', 'releasing', 'taking_back')")


def upgrade() -> None:
    op.add_column("imports", sa.Column("presses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("imports", sa.Column("undoing", sa.Integer(), nullable=True))
    op.add_column("import_rows", sa.Column("press", sa.Integer(), nullable=True))
    _index(_UNFINISHED)


def downgrade() -> None:
    _index(_BEFORE)
    op.drop_column("import_rows", "press")
    op.drop_column("imports", "undoing")
    op.drop_column("imports", "presses")


def _index(where: sa.TextClause) -> None:
    op.drop_index("ix_imports_waiting", "imports")
    op.create_index("ix_imports_waiting", "imports", ["handed_in_at"], sqlite_where=where, postgresql_where=where)
