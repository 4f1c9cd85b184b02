"""What can be done by mail, line by line, for whoever asks."""

from __future__ import annotations

from app.domain.letters import Help
from app.mail.vocabulary import N_
from app.mail.words import Words

Line = tuple[str, str]
_BY_SIDE: dict[str, tuple[Line, ...]] = {
    "vendor": (
        (N_("Hand in a lead"), N_("Forward the customer’s mail to %(leads)s; “hot, product: arm” on top sets fields.")),
        (N_("Hand in a list"), N_("Attach it to a mail to the same address, as CSV or Excel file.")),
        (N_("Answer a mail"), N_("Reply with one word, such as “release” or “discard”. Every mail names its words.")),
    ),
    "head": ((N_("Correct points"), N_("Reply “points Rolf IT +50: thanks for the fair” to any of our mails.")),),
    "reseller": (
        (N_("Take a lead"), N_("Reply “take” to the offer, or “no, no capacity”.")),
        (
            N_("Say how it stands"),
            N_("Reply “appointment on 12 December”, “quote 12,500 EUR” or “won 48k” to a mail about the lead."),
        ),
        (
            N_("Register a deal"),
            N_("Write “Deal: Muster GmbH, 80331 München, robot arm, 40k, Q2” to %(deals)s."),
        ),
    ),
    "agency": (
        (
            N_("Complete a lead"),
            N_("Reply to the task with what you learned, such as “postcode 80331, warm, qualified”."),
        ),
    ),
    "distributor": ((N_("See your partners"), N_("Your mail on Monday shows how they stand.")),),
}
_FOR_ALL: tuple[Line, ...] = (
    (N_("Be away"), N_("Reply “away until 20 March” to any of our mails.")),
    (N_("Fewer mails"), N_("Reply “stop” to a mail you no longer want; your settings are at the end of every mail.")),
    (N_("A mistake"), N_("Reply “undo” to the mail that confirms it.")),
)


def address_pairs(context: Help, words: Words) -> tuple[Line, ...]:
    """Return the right addresses, for whoever wrote to a wrong one."""
    if not context.wrote_to:
        return ()
    found = ((N_("Leads go to"), context.lead_addresses), (N_("Registrations go to"), context.deal_addresses))
    return tuple((words.gettext(label), ", ".join(addresses)) for label, addresses in found if addresses)


def help_pairs(context: Help, words: Words) -> tuple[Line, ...]:
    """Return what the reader can do and how, as labels with a sentence each."""
    if address_pairs(context, words):
        return ()
    lines = [line for side in context.sides for line in _BY_SIDE[side]]
    values = {"leads": ", ".join(context.lead_addresses), "deals": ", ".join(context.deal_addresses)}
    return tuple((words.gettext(what), words.gettext(how) % values) for what, how in (*lines, *_FOR_ALL))
