"""Somebody with a browser: reads pages as text, fills their forms and presses their buttons."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.edges.house import House


@dataclass
class Page:
    """A page as it was answered."""

    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.response.text.replace("<wbr>", ""))

    @property
    def text(self) -> str:
        """Everything a person reads, in one line."""
        return " ".join(" ".join(self.tree.body.itertext()).split())

    @property
    def code(self) -> str:
        """What the page says was done, or why not."""
        return str(self.tree.find(".//main").get("data-code", ""))

    @property
    def buttons(self) -> list[str]:
        return [" ".join(button.text_content().split()) for button in self.tree.findall(".//button[@type='submit']")]

    def form(self, button: str = "") -> html.FormElement:
        """Return the form with this button, or the first."""
        return next(form for form in self.tree.forms if button in " ".join(form.text_content().split()))

    def link(self, label: str) -> str:
        """Return where a link leads."""
        return next(str(a.get("href")) for a in self.tree.iter("a") if label in " ".join(a.text_content().split()))

    def links(self) -> list[str]:
        return [str(a.get("href")) for a in self.tree.iter("a")]


class Visitor:
    """One person's browser; cookies stay. ``headers`` are what it says of itself when a button is pressed."""

    def __init__(self, house: House, name: str) -> None:
        self._house, self.name = house, name
        self.client: FlaskClient = house.client()
        self.headers: dict[str, str] = {}

    def on_own_device(self) -> Visitor:
        """Use the browser in which this person has chosen to act at once."""
        person_id = self._house.person_id(self.name)
        self.client.set_cookie(f"pickpost-{person_id}", self._house.parts.tokens.device(person_id))
        return self

    def open(self, wish: str, object_id: int = 0, option: str = "", **headers: str) -> Page:
        """Open a link from a mail to this person."""
        return self.go(f"/a/{self._house.token(self.name, wish, object_id, option)}", **headers)

    def go(self, address: str, **headers: str) -> Page:
        return Page(
            self.client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        )

    def press(self, page: Page, button: str = "", **typed: str) -> Page:
        """Fill a page's form, press its button, and follow to the answer."""
        form = page.form(button)
        fields = dict(form.form_values()) | typed
        answer = self.client.post(urlsplit(form.action).path, data=fields, headers=self.headers)
        return self.go(answer.location) if answer.status_code == 303 else Page(answer)

    def act(self, wish: str, object_id: int = 0, option: str = "", **typed: str) -> Page:
        """Open a link and press its button."""
        return self.press(self.open(wish, object_id, option), **typed)
