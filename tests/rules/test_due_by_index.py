"""What is due is found by an index, however many leads there are. Design law 6."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, event

from scheduler.due import DueWork
from tests.rules.town import Town

Asked = list[tuple[str, Any]]


def test_no_look_for_due_work_reads_a_whole_table(town_on_both: Town) -> None:
    """Seen failing on SQLite: events grouped in SQL were read through the index of the grouping, 1,000,000 rows of them
    for 50 that were due, 40 ms where 6 are enough."""
    town, asked = town_on_both, Asked()

    @event.listens_for(town.parts.database.reader, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    DueWork(town.parts.database, town.parts.door, town.clock).due()
    event.remove(town.parts.database.reader, "before_cursor_execute", note)

    assert len(asked) >= 5
    with town.parts.database.reader.connect() as connection:
        for statement, values in asked:
            plan = plan_of(connection, statement, values)
            assert "SEARCH" in plan or "Index Cond" in plan, f"{statement}\n{plan}"
            assert "SCAN" not in plan, f"{statement}\n{plan}"


def plan_of(connection: Connection, statement: str, values: Any) -> str:
    """Return how the database would answer a question if its tables were large."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return "\n".join(row[-1] for row in rows)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))
