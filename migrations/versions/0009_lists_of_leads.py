"""Lists of leads, stored whole and imported row by row."""

import sqlalchemy as sa
from alembic import op

revision = "0009_lists_of_leads"
down_revision = "0008_preferences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True)
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("raw_mail_id", sa.Integer(), nullable=True),
        sa.Column("in_reply_to", sa.String(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("remarks", sa.String(), nullable=False),
        sa.Column("fields", json, nullable=False),
        sa.Column("sources", json, nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_imports_person_id")),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendors.id"], name=op.f("fk_imports_vendor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_vendor_id"), "imports", ["vendor_id"], unique=False)
    op.create_index(
        "ix_imports_waiting",
        "imports",
        ["handed_in_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('stored', 'running')"),
        postgresql_where=sa.text("state IN ('stored', 'running')"),
    )
    op.create_table(
        "import_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("columns", json, nullable=False),
        sa.Column("unread", json, nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_files_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_files")),
    )
    op.create_index(op.f("ix_import_files_import_id"), "import_files", ["import_id"], unique=False)
    op.create_table(
        "import_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("fields", json, nullable=False),
        sa.Column("sources", json, nullable=False),
        sa.Column("problems", json, nullable=False),
        sa.Column("cells", json, nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["import_files.id"], name=op.f("fk_import_rows_file_id")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows")),
    )
    op.create_index(op.f("ix_import_rows_digest"), "import_rows", ["digest"], unique=False)
    op.create_index(op.f("ix_import_rows_lead_id"), "import_rows", ["lead_id"], unique=False)
    op.create_index("ix_import_rows_state", "import_rows", ["import_id", "state"], unique=False)


def downgrade() -> None:
    for table in ("import_rows", "import_files", "imports"):
        op.drop_table(table)
