"""What each action is called on its button, and the words to reply with instead of pressing it."""

from __future__ import annotations

from dataclasses import dataclass

from app.mail.vocabulary import N_


@dataclass(frozen=True)
class ActionWords:
    """English words of an action.

    label: on the button. reply: what to reply, as printed. opening: the first line of a prefilled answer where the
    person still has to add something; the same as ``reply`` where nothing is missing.
    """

    label: str
    reply: str
    opening: str = ""


ACTIONS: dict[tuple[str, str], ActionWords] = {
    ("pick", ""): ActionWords(N_("Take this lead"), N_("take")),
    ("decline", ""): ActionWords(N_("Decline"), N_("no, no capacity"), N_("no, ")),
    ("feedback", "contacted"): ActionWords(N_("Contacted"), N_("contacted")),
    ("feedback", "not_reached"): ActionWords(N_("Not reached"), N_("not reached")),
    ("feedback", "appointment"): ActionWords(
        N_("Appointment made"), N_("appointment on 12 December"), N_("appointment on ")
    ),
    ("feedback", "quoted"): ActionWords(N_("Quote sent"), N_("quote 12,500 EUR"), N_("quote ")),
    ("feedback", "postponed"): ActionWords(N_("Postponed"), N_("postponed until 1 June"), N_("postponed until ")),
    ("feedback", "won"): ActionWords(N_("Won"), N_("won 48k"), N_("won ")),
    ("feedback", "lost"): ActionWords(N_("Lost"), N_("lost: price"), N_("lost: ")),
    ("feedback", "bad_lead"): ActionWords(N_("Bad lead"), N_("bad lead: wrong data"), N_("bad lead: ")),
    ("give_back", ""): ActionWords(N_("Give back"), N_("give back: no capacity"), N_("give back: ")),
    ("undo", ""): ActionWords(N_("Undo"), N_("undo")),
    ("remind", ""): ActionWords(N_("Remind me in %(days)s days"), N_("remind me in %(days)s days")),
    ("release", ""): ActionWords(N_("Release"), N_("release")),
    ("edit", ""): ActionWords(N_("Complete or change"), N_("postcode 80331, warm"), N_("postcode ")),
    ("to_agency", ""): ActionWords(N_("To qualification"), N_("to qualification")),
    ("merge", ""): ActionWords(N_("Merge with %(lead)s"), N_("merge")),
    ("keep_both", ""): ActionWords(N_("Keep both"), N_("keep both")),
    ("qualify", ""): ActionWords(N_("Complete and hand back"), N_("qualified")),
    ("no_lead", ""): ActionWords(N_("Not a lead"), N_("not a lead: wrong data"), N_("not a lead: ")),
    ("later", ""): ActionWords(N_("Not reached, later"), N_("not reached, 12 December"), N_("not reached, ")),
    ("discard", ""): ActionWords(N_("Discard"), N_("discard")),
    ("requalify", ""): ActionWords(N_("Back to qualification"), N_("to qualification")),
    ("widen", ""): ActionWords(N_("Ask more partners"), N_("widen")),
    ("assign", ""): ActionWords(N_("Assign to %(reseller)s"), N_("assign to %(reseller)s")),
    ("withdraw", ""): ActionWords(N_("Withdraw"), N_("withdraw")),
    ("nudge", ""): ActionWords(N_("Remind the partner"), N_("remind the partner")),
    ("extend", ""): ActionWords(N_("Extend by 5 working days"), N_("extend")),
    ("ask_time", ""): ActionWords(N_("Ask for more time"), N_("more time until 1 June"), N_("more time until ")),
    ("grant_time", ""): ActionWords(N_("Grant more time"), N_("approved")),
    ("refuse_time", ""): ActionWords(N_("Refuse"), N_("rejected")),
    ("recall", ""): ActionWords(N_("Offer it to the others again"), N_("offer it again")),
    ("take_over", ""): ActionWords(N_("Take it over myself"), N_("take over")),
    ("hand_over", ""): ActionWords(N_("Hand on to %(person)s"), N_("give to %(person)s")),
    ("echo", "yes"): ActionWords(N_("Yes, somebody got in touch"), N_("yes")),
    ("echo", "no"): ActionWords(N_("No"), N_("no")),
    ("confirm", ""): ActionWords(N_("Yes, that was me"), N_("yes")),
    ("absence", ""): ActionWords(N_("Change the absence"), N_("away until 20 March"), N_("away until ")),
    ("resume", ""): ActionWords(N_("I am back"), N_("I am back")),
    ("prefer", ""): ActionWords(N_("Save"), N_("daily, only hot")),
    ("prefer_all", ""): ActionWords(N_("Get every mail again"), N_("everything again")),
    ("prefer_undo", ""): ActionWords(N_("Undo"), N_("undo")),
    ("unsubscribe", ""): ActionWords(N_("Stop these mails"), N_("stop")),
    ("resubscribe", ""): ActionWords(N_("Get these mails again"), N_("resume")),
    ("approve", ""): ActionWords(N_("Approve"), N_("approved")),
    ("reject", ""): ActionWords(N_("Reject"), N_("rejected: existing customer"), N_("rejected: ")),
    ("ask_more", ""): ActionWords(N_("Ask for more"), N_("more information please"), N_("more information: ")),
    # Whatever the partner replies is added; the words are an example.
    ("supply", ""): ActionWords(N_("Add something"), N_("they decide in June"), N_("note: ")),
    ("ask_extension", ""): ActionWords(N_("Ask for more time"), N_("extend, the budget comes in June"), N_("extend, ")),
    ("grant_extension", ""): ActionWords(N_("Grant more time"), N_("approved")),
    ("refuse_extension", ""): ActionWords(N_("Refuse"), N_("rejected")),
    ("undo_deal", ""): ActionWords(N_("Undo"), N_("undo")),
    # On a page's button and in the settings only: mails register by writing to the deal address.
    ("register", ""): ActionWords(N_("Register a deal"), ""),
    ("redeem", ""): ActionWords(N_("Redeem %(reward)s"), N_("redeem %(reward)s")),
    ("approve_redemption", ""): ActionWords(N_("Approve"), N_("approved")),
    ("reject_redemption", ""): ActionWords(N_("Reject"), N_("rejected: the budget is spent"), N_("rejected: ")),
    ("withdraw_redemption", ""): ActionWords(N_("Take the request back"), N_("undo")),
    ("points", ""): ActionWords(N_("Points and rewards"), ""),
    # On pages only: by mail it names the partner, and any letter can be answered with it.
    ("correct_points", ""): ActionWords(N_("Correct the points"), ""),
    ("undo_correction", ""): ActionWords(N_("Undo"), N_("undo")),
    # On pages only: mails import by their attachments.
    ("import", ""): ActionWords(N_("Import a list"), ""),
    ("start_import", ""): ActionWords(N_("Import"), ""),
    ("submit", ""): ActionWords(N_("Hand in a lead"), ""),
    ("release_list", ""): ActionWords(N_("Release all complete leads"), N_("release all")),
    ("undo_list", ""): ActionWords(N_("Undo"), N_("undo")),
    # Lead to a page: nothing to reply with.
    ("add_files", ""): ActionWords(N_("Add files"), ""),
    ("undo_files", ""): ActionWords(N_("Take the files back"), N_("undo")),
    ("imported", ""): ActionWords(N_("Look at every row"), ""),
    ("download", ""): ActionWords(N_("Download"), ""),
    ("fetch", ""): ActionWords(N_("Download"), ""),
    ("open", ""): ActionWords(N_("Look at it"), ""),
    ("open", "more"): ActionWords(N_("All other answers"), ""),
    ("trust_device", "on"): ActionWords(N_("Yes, this is my browser"), ""),
    ("needing", ""): ActionWords(N_("Everything that needs you"), ""),
    ("registrations", ""): ActionWords(N_("Registrations"), ""),
    ("registration", ""): ActionWords(N_("Look at it"), ""),
    ("match", ""): ActionWords(N_("Who is asked, in which order, and why"), ""),
    ("note", ""): ActionWords(N_("Add a note"), N_("note: calls back on Friday"), N_("note: ")),
}

# A registered deal is reported on in the words of a lead.
ACTIONS |= {
    ("deal_report", option): words
    for (wish, option), words in ACTIONS.items()
    if wish == "feedback" and option not in ("bad_lead", "not_reached")
}


def words_of(wish: str, option: str) -> ActionWords:
    """Return the words of an action; an option without words of its own (a reseller's id) has those of its wish.

    Raises: KeyError: no button is known for this wish.
    """
    return ACTIONS.get((wish, option)) or ACTIONS[(wish, "")]
