"""Carries a town's letters to its people, in memory, and remembers what each of them got."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select

from app.mail.transport import MailroomTransport, Sendable
from app.store.outbox import Post
from scheduler.delivery import Delivery
from tests.rules.town import Town


@dataclass
class Carrier:
    """The outbox's way out, with the real restraint and the real mails, but for the server at its end."""

    town: Town
    carried: list[tuple[int, datetime]] = field(default_factory=list)

    def goes(self, until: datetime | str | None = None) -> None:
        """Let time pass and everything that is due leave, as the worker does in turns."""
        self.town.time_passes(until)
        delivery = self.delivery()
        while delivery.run(20) or self.town.time_passes():
            pass

    def delivery(self) -> Delivery:
        """Return the outbox's way out, for whoever lets it run by itself."""
        parts, transport = self.town.parts, MailroomTransport(self._keep)
        return Delivery(parts.new_work, parts.composer, transport, parts.door, self.town.clock, timedelta(seconds=60))

    def _keep(self, mail: Sendable) -> None:
        self.carried.append((mail.id, self.town.clock.now()))

    def got(self, name: str) -> list[str]:
        """Return the kinds of the mails that somebody got, in order."""
        return [post.kind for post, _ in self.mails(name)]

    def mails(self, name: str) -> list[tuple[Post, datetime]]:
        """Return what somebody got and when, in order."""
        person_id = self.town.person_id(name)
        with self.town.looking() as session:
            posts = {post.id: post for post in session.scalars(select(Post).where(Post.to_person_id == person_id))}
        return [(posts[post_id], at) for post_id, at in self.carried if post_id in posts]

    def latest(self, name: str) -> Post:
        """Return the last mail that somebody got."""
        return self.mails(name)[-1][0]
