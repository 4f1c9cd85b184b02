"""Law 1: only the door commits a business change, and every POST ends there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from app.bootstrap import build
from app.settings import Settings
from app.web import create_app
from tests.architecture.sources import CHECKOUT, Module, functions, product_modules

# Who may end a transaction, each with what is kept there; none of it is a business change.
TECHNICAL = {
    "app/store/work.py": "the unit of work itself",
    "app/bootstrap.py": "the mailroom's mailboxes, which stand in for an SMTP server",
    "app/web/mailroom/sending.py": "a mail written in the mailroom, put into a mailbox outside Pickpost",
    "app/cli/mails.py": "the operator moves a mail or a letter back into its queue",
    "app/cli/processes.py": "the sign of life of the clock",
    "app/cli/demo/__init__.py": "the sample's own mailbox",
    "app/cli/demo/history.py": "the sample's letters of the past, which nobody gets",
    "inbound/arrival.py": "raw mail, before anybody is told that it arrived",
    "inbound/intake.py": "where a raw mail is on its way in",
    "inbound/list_releases.py": "what became of the rows of a list that is released or taken back",
    "inbound/lists.py": "how far a list is on its way in; its rows go through the door",
    "inbound/quarantine.py": "where a raw mail is on its way in",
    "inbound/imap.py": "the sign of life of the mailbox",
    "scheduler/delivery.py": "where a letter is on its way out",
    "scheduler/texting.py": "where a text is on its way out",
}
DOOR = "app/service/door.py"
# POST routes that change nothing of ours, each with why.
NO_WISH = {"mailroom.send_written": "hands a written mail to the built-in receiver, as a mail program would"}


def _calls(module: Module, name: str) -> list[int]:
    """Return the lines on which something's method of this name is called."""
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
    ]


def test_only_the_door_and_the_technical_stores_commit() -> None:
    committing = {module.path for module in product_modules() if _calls(module, "commit")}

    committing -= {path for path in committing if path.startswith("migrations/")}
    assert committing - {DOOR} == set(TECHNICAL), "name a new one with its reason, or send it through the door"


def test_the_door_commits_in_one_place() -> None:
    [door] = [module for module in product_modules() if module.path == DOOR]

    assert len(_calls(door, "commit")) == 1


def test_rows_are_locked_in_one_way() -> None:
    """A plain ``FOR UPDATE`` also waits for whoever only refers to a row, and that has been a deadlock."""
    locking = {module.path for module in product_modules() if "with_for_update" in module.text}

    assert locking == {"app/store/locks.py"}


def test_no_handler_no_rule_and_no_query_ends_or_begins_a_transaction() -> None:
    for module in product_modules():
        if module.path.startswith(("app/domain/", "app/service/handlers/", "app/service/queries/")):
            for name in ("commit", "rollback", "begin"):
                assert not _calls(module, name), f"{module.path}: {name}()"


@pytest.mark.parametrize("path", sorted(TECHNICAL))
def test_the_technical_stores_touch_no_business_entity(path: str) -> None:
    """They may look at people; what they add, change or delete is mail, letters and signs of life."""
    module = next(module for module in product_modules() if module.path == path)
    made = {
        node.func.id for node in ast.walk(module.tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert not made & {"Lead", "Offer", "Person", "Role", "Reseller", "Vendor", "Feedback", "Note", "Attachment"}


def test_every_post_route_ends_at_the_door(tmp_path: Path) -> None:
    """A view that takes POST calls the door, itself or through its module's own functions."""
    settings = Settings(database_url=f"sqlite:///{tmp_path}/none.db", secret_keys=("for tests",), receive="off")
    app = create_app(build(settings))
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods and "POST" in rule.methods}
    assert posts >= {"links.press"}

    for endpoint in posts - set(NO_WISH):
        view = app.view_functions[endpoint]
        file = Path(view.__code__.co_filename).relative_to(CHECKOUT).as_posix()
        module = next(module for module in product_modules() if module.path == file)
        assert _reaches_the_door(module, view.__name__), endpoint
    assert set(NO_WISH) <= posts, "a reason for a route that is not there"


def _reaches_the_door(module: Module, name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function calls ``door.handle`` somewhere down its own module's calls."""
    body = next((one for one in functions(module.tree) if one.name == name), None)
    if body is None or name in seen:
        return False
    for node in ast.walk(body):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "handle" and isinstance(node.func, ast.Attribute):
            return "door" in ast.unparse(node.func.value)
        if _reaches_the_door(module, called, seen | {name}):
            return True
    return False
