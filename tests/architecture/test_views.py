"""Every page, link and read model stands in the table of who may see what. Rulebook 1, design law 9."""

from __future__ import annotations

import pkgutil
from pathlib import Path

import pytest

import app.service.queries
from app.bootstrap import build
from app.domain.deal_permissions import DEAL_PERMISSIONS
from app.domain.permissions import LEAD_PERMISSIONS, RoleName
from app.domain.redemption_permissions import REDEMPTION_PERMISSIONS
from app.domain.views import OF_CUSTOMERS, PAGES, RESERVED, VIEWS, View
from app.service.queries import READ_MODELS
from app.settings import Settings
from app.tokens import WISHES
from app.web import create_app

# Routes that show nobody's data, or are not there in production, each with why.
FOR_EVERYBODY = {
    "static": "style sheet, scripts and icon",
    "home": "says that there is nothing to log in to",
    "receipts": "public keys, and how anybody checks a receipt",
    "health": "figures about the machine, none about anybody",
    "mailroom": "only while mails stay on this machine, for development",
}


@pytest.mark.parametrize("wish", WISHES)
def test_every_link_has_a_row_in_one_table(wish: str) -> None:
    """A page that is new is seen by nobody until somebody says by whom."""
    tables = {
        "wishes of leads": {name for _, name in LEAD_PERMISSIONS},
        "wishes of registrations": {name for _, name in DEAL_PERMISSIONS},
        "wishes of rewards": {name for _, name in REDEMPTION_PERMISSIONS},
        "pages": set(PAGES),
        "customers": set(OF_CUSTOMERS),
        "reserved": set(RESERVED),
    }

    assert [name for name, rows in tables.items() if wish in rows] != [], f"{wish}: enter it in app/domain/views.py"
    assert sum(wish in rows for rows in tables.values()) == 1


def test_no_row_is_of_a_link_that_is_not_there() -> None:
    assert set(PAGES) | OF_CUSTOMERS | RESERVED <= set(WISHES)


def test_every_route_is_a_signed_link_or_for_everybody(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/none.db", secret_keys=("for tests",), receive="off")
    web = create_app(build(settings))

    for rule in web.url_map.iter_rules():
        named = rule.endpoint.partition(".")[0]
        assert "token" in rule.arguments or named in FOR_EVERYBODY, f"{rule.rule}: who may see it?"


def test_every_read_model_says_which_view_it_serves() -> None:
    found = {module.name for module in pkgutil.iter_modules(app.service.queries.__path__)}

    assert found == set(READ_MODELS), "enter it in READ_MODELS of app/service/queries"
    served = {view for views in READ_MODELS.values() if not isinstance(views, str) for view in views}
    assert served == set(View), "a view that nothing shows, or a read model of no view"


@pytest.mark.parametrize("view", View)
def test_every_view_is_somebodys_and_never_the_operators_but_their_own_settings(view: View) -> None:
    """The operator looks by the command line, not through anybody's letters."""
    roles = {role for role, row in VIEWS if row is view}

    assert roles
    assert (RoleName.OPERATOR in roles) == (view is View.SETTINGS)
