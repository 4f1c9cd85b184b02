"""A browser that wants to be taken for somebody's own: the link that makes it so goes to their known address."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app.domain import letters
from app.domain.letters import Action
from app.domain.person_commands import AskForBrowser
from app.service.scene import Handled, Scene
from app.service.times import LINK_TO_FILE_LASTS
from app.store.journal import JournalEntry

MOST_MAILS_A_DAY = 3
_DAY = timedelta(days=1)
CODE = "browser_asked"


def ask_for_browser(scene: Scene, command: AskForBrowser) -> Handled:
    """Mail a person the link that makes a browser theirs; a stranger who pressed the button has gained nothing.

    Source: rulebook 9.1, mail 1.6.
    """
    person = scene.person(command.by)
    vendor_id = next((role.vendor_id for role in person.roles if role.active), None)
    asked = select(func.count()).where(
        JournalEntry.person_id == person.id, JournalEntry.wish == command.wish, JournalEntry.at > scene.now - _DAY
    )
    if (scene.session.scalar(asked) or 0) < MOST_MAILS_A_DAY:
        only = (Action("trust_device", command.number, "on", primary=True),)
        context = letters.Done(CODE, until=scene.now + LINK_TO_FILE_LASTS, actions=only)
        scene.write(letters.Letter(person.id, context, None, vendor_id, asked_for=True))
    return Handled(CODE, {}, None, vendor_id)
