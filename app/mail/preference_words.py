"""What is set for a person's mails, line by line, in the reader's words."""

from __future__ import annotations

from app.domain.letters import PreferencesSet
from app.mail.vocabulary import N_
from app.mail.words import Words

LIST_NAMES = {
    "offers": (N_("Offers of new leads"), N_("when a lead fits your company")),
    "reminders": (N_("Reminders"), N_("when an answer about a lead is due")),
    "receipts": (N_("Receipts"), N_("when a partner reports on one of your leads")),
    "digests": (N_("The week"), N_("the digest on Monday morning")),
}
# What a list of receipts holds for those who own no leads.
NEWS_OF_OTHERS = (N_("News"), N_("when something happens with your leads or customers"))
_ALL = N_("all")
_SPAN = N_("%(begin)s to %(end)s")


def preference_pairs(context: PreferencesSet, words: Words) -> tuple[tuple[str, str], ...]:
    """Return every preference as a label and its value; what nobody would look for is left out when it is empty."""
    _ = words.gettext
    everything = _(_ALL)
    temperatures = ", ".join(words.value("temperature", one) for one in context.temperatures)
    quiet = _(_SPAN) % {"begin": context.quiet_from, "end": context.quiet_until} if context.quiet_from else ""
    off = ", ".join(_(LIST_NAMES[name][0]) for name in context.muted_lists if name in LIST_NAMES and name != "offers")
    pairs = [
        ("cadence", words.value("cadence", context.cadence)),
        ("temperatures", temperatures or everything),
        ("products", ", ".join(context.products) or everything),
        ("regions", ", ".join(context.regions) or everything),
        ("brief", words.value("brief", str(context.brief))),
        ("quiet", quiet),
        ("receipts", words.value("receipts", context.receipts) if context.receipts else ""),
        ("deputy", context.deputy),
        ("language", words.value("language", context.language)),
        ("switched_off", off),
    ]
    return tuple((words.field(name), value) for name, value in pairs if value)
