"""The database's shape over time, as Alembic revisions named by intent."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine


def configuration() -> Config:
    """Return Alembic's configuration; the revisions travel in the package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def upgrade(engine: Engine) -> tuple[str | None, str | None]:
    """Bring a database to the newest revision.

    Returns: the revisions before and after; the same twice when there was nothing to do.
    """
    with engine.begin() as connection:
        before = current(connection)
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return before, current(connection)


def current(connection: Connection) -> str | None:
    """Return the revision a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the newest revision there is."""
    return ScriptDirectory.from_config(configuration()).get_current_head()
