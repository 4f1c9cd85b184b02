"""What each page says: the question before a wish, and the answer after it, in English; the catalogues translate."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.letters import Action
from app.mail.outcomes import DONE, Outcome
from app.mail.vocabulary import N_
from app.mail.words import Words


@dataclass(frozen=True)
class Asking:
    """English words of a page that asks: the heading, and what will happen when the button is pressed.

    button: only where no letter has a button for this wish.
    """

    heading: str
    will_happen: str
    button: str = ""


_FEEDBACK = N_("The vendor reads it at once. You can undo it, and we ask again only when the next answer is due.")
_OUTCOME = N_("This closes the lead, and the vendor reads it at once. You can undo it.")
_DEAL = N_("Both sides read it at once, and we ask again in some weeks only.")
_WAITS_AGAIN = N_("The lead is back and waits for your release.")
_AS_BEFORE = N_("The registration is as it was before, and the other side is told.")
_DEAL_OUTCOME = N_("This closes the registration, and both sides read it at once.")

ASKING: dict[tuple[str, str], Asking] = {
    ("pick", ""): Asking(
        N_("Take this lead?"),
        N_("It is yours at once: we mail you everything about the customer, and for all others it is gone."),
    ),
    ("decline", ""): Asking(
        N_("Decline this lead?"),
        N_("You will not be reminded of it again, and the others keep their chance. Declining costs you nothing."),
    ),
    ("feedback", "contacted"): Asking(N_("You spoke with the customer?"), _FEEDBACK),
    ("feedback", "not_reached"): Asking(N_("You did not reach the customer?"), _FEEDBACK),
    ("feedback", "appointment"): Asking(N_("You have an appointment?"), _FEEDBACK),
    ("feedback", "quoted"): Asking(N_("You sent a quote?"), _FEEDBACK),
    ("feedback", "postponed"): Asking(N_("The customer wants to wait?"), _FEEDBACK),
    ("feedback", "won"): Asking(N_("You won it?"), _OUTCOME),
    ("feedback", "lost"): Asking(N_("You lost it?"), _OUTCOME),
    ("feedback", "bad_lead"): Asking(N_("This was no real lead?"), _OUTCOME),
    ("give_back", ""): Asking(
        N_("Give this lead back?"), N_("It leaves your list and is offered to the others again.")
    ),
    ("undo", ""): Asking(N_("Undo your last step?"), N_("What you last did with this lead is taken back."), N_("Undo")),
    ("undo", "pick"): Asking(
        N_("Undo taking this lead?"),
        N_("It is on offer again, for you too, and the vendor is told."),
        N_("Undo"),
    ),
    ("undo", "feedback"): Asking(
        N_("Undo “%(step)s”?"),
        N_("This feedback no longer counts; the lead stands as it did before it."),
        N_("Undo"),
    ),
    ("undo", "decline"): Asking(
        N_("Undo declining this lead?"), N_("You can take it again while it is free."), N_("Undo")
    ),
    ("undo", "give_back"): Asking(
        N_("Undo giving this lead back?"), N_("You have it again as before, and the vendor is told."), N_("Undo")
    ),
    ("undo", "discard"): Asking(N_("Undo discarding this lead?"), _WAITS_AGAIN, N_("Undo")),
    ("undo", "no_lead"): Asking(N_("Undo the agency’s “not a lead”?"), _WAITS_AGAIN, N_("Undo")),
    ("undo", "withdraw"): Asking(N_("Undo withdrawing this lead?"), _WAITS_AGAIN, N_("Undo")),
    ("undo", "merge"): Asking(
        N_("Undo the merging?"), N_("Both leads are there again, each with its own."), N_("Undo")
    ),
    ("note", ""): Asking(N_("Add a note?"), N_("Your words are kept in the history of the lead.")),
    ("remind", ""): Asking(
        N_("Be reminded later?"),
        N_("Until then there is no reminder of this lead; its deadline stays."),
        N_("Remind me in %(days)s days"),
    ),
    ("release", ""): Asking(
        N_("Release this lead?"), N_("It goes out to the partners it fits best, in their working hours.")
    ),
    ("edit", ""): Asking(
        N_("Complete or change this lead"), N_("What you change here is what the partners will read."), N_("Save")
    ),
    ("to_agency", ""): Asking(
        N_("Have the agency complete this lead?"),
        N_(
            "Its people get everything that is known and ask the customer for the rest; you get the lead back complete."
        ),
    ),
    ("merge", ""): Asking(
        N_("Merge these leads?"),
        N_("This lead lives on in %(lead)s, which gets what it lacks; the history of both is kept. You can undo this."),
    ),
    ("keep_both", ""): Asking(N_("Keep both leads?"), N_("This one is another matter and can be released on its own.")),
    ("qualify", ""): Asking(
        N_("Complete this lead"),
        N_("What you fill in is kept. When nothing is missing any more, the lead goes back to the vendor."),
        N_("Save and hand back"),
    ),
    ("no_lead", ""): Asking(
        N_("This is not a lead?"), N_("It will not be offered to anybody. The vendor reads your reason.")
    ),
    ("later", ""): Asking(
        N_("You did not reach the customer?"), N_("We ask you again on that day; without one, after some working days.")
    ),
    ("discard", ""): Asking(N_("Discard this lead?"), N_("It will not be offered to anybody. You can undo this.")),
    ("withdraw", ""): Asking(
        N_("Withdraw this lead?"), N_("It is off the market, and nobody can take it any more. You can undo this.")
    ),
    ("widen", ""): Asking(N_("Ask more partners?"), N_("The lead also goes to the next partners in the ranking.")),
    ("assign", ""): Asking(
        N_("Assign this lead?"), N_("%(reseller)s gets everything about the customer, and the deadline starts now.")
    ),
    ("requalify", ""): Asking(
        N_("Take this lead back to qualification?"),
        N_("It is no longer on offer until you complete and release it again."),
    ),
    ("nudge", ""): Asking(N_("Remind the partner?"), N_("The partner gets a mail that asks how the lead stands.")),
    ("extend", ""): Asking(
        N_("Give the partner more time?"), N_("The deadline moves by %(days)s working days, and the partner is told.")
    ),
    ("ask_time", ""): Asking(
        N_("Ask for more time?"), N_("The vendor reads the day you choose and answers by mail."), N_("Ask")
    ),
    ("grant_time", ""): Asking(
        N_("Grant more time?"), N_("The deadline moves to the day the partner asked for, and the partner is told.")
    ),
    ("refuse_time", ""): Asking(N_("Refuse more time?"), N_("The deadline stays as it is, and the partner is told.")),
    ("recall", ""): Asking(
        N_("Offer this lead to the others again?"),
        N_("Its partner is told and no longer has it; the others can take it."),
    ),
    ("take_over", ""): Asking(
        N_("Take this lead over yourself?"),
        N_("Its partner is told and no longer has it. No partner will be asked any more, and you report how it goes."),
    ),
    ("hand_over", ""): Asking(
        N_("Hand this lead on?"), N_("%(person)s gets everything about the customer; the deadline stays.")
    ),
    ("echo", "yes"): Asking(
        N_("Somebody got in touch with you?"), N_("Your answer is passed on, and you are not asked again.")
    ),
    ("echo", "no"): Asking(
        N_("Nobody got in touch with you?"), N_("The vendor reads it and sees to it."), N_("Send my answer")
    ),
    ("register", ""): Asking(
        N_("Register a deal"),
        N_("We look for conflicts at once; you learn whether the customer is free, and the vendor decides."),
        N_("Register"),
    ),
    ("submit", ""): Asking(
        N_("Hand in a lead"),
        N_("We mail you what was noted, what is missing, and a button to release it."),
        N_("Hand in"),
    ),
    ("import", ""): Asking(
        N_("Import a list"),
        N_("First you see how its columns were understood; nothing is imported yet."),
        N_("Show how it is understood"),
    ),
    ("add_files", ""): Asking(
        N_("Add files to this lead"),
        N_("They are kept with the lead, and whoever works it gets them. You can also attach them to a reply."),
        N_("Add the files"),
    ),
    ("undo_files", ""): Asking(
        N_("Take the files back?"),
        N_("They leave the lead. Whoever has them in a mail already is asked to delete them."),
        N_("Take the files back"),
    ),
    ("start_import", ""): Asking(
        N_("Import this list?"), N_("Each row becomes a lead. One mail tells you what became of them.")
    ),
    ("release_list", ""): Asking(
        N_("Release all complete leads of this list?"),
        N_(
            "Every lead that is complete is offered to partners. Those that lack a field, or may be there already, stay"
            " and wait for you. One mail tells you how many went out; you can undo it."
        ),
    ),
    ("undo_list", ""): Asking(
        N_("Take the leads of this list back?"),
        N_("Leads that nobody has taken yet wait for your release again. Those taken stay with their partner."),
        N_("Undo"),
    ),
    ("supply", ""): Asking(
        N_("Add to this registration"), N_("The vendor gets what you add, and decides then."), N_("Pass on")
    ),
    ("approve", ""): Asking(
        N_("Approve this registration?"),
        N_("The customer is protected for the partner: nobody else gets a lead of it until the time is over."),
    ),
    ("reject", ""): Asking(N_("Reject this registration?"), N_("The partner reads your reason. Nothing is protected.")),
    ("ask_more", ""): Asking(
        N_("Ask the partner for more?"), N_("The partner gets your question; the registration waits meanwhile.")
    ),
    ("deal_report", "contacted"): Asking(N_("You spoke with the customer?"), _DEAL),
    ("deal_report", "appointment"): Asking(N_("You have an appointment?"), _DEAL),
    ("deal_report", "quoted"): Asking(N_("You sent a quote?"), _DEAL),
    ("deal_report", "postponed"): Asking(N_("The customer wants to wait?"), _DEAL),
    ("deal_report", "won"): Asking(N_("You won it?"), _DEAL_OUTCOME),
    ("deal_report", "lost"): Asking(N_("You lost it?"), _DEAL_OUTCOME),
    ("ask_extension", ""): Asking(
        N_("Ask for more time?"), N_("The vendor reads your reason and can agree with one click.")
    ),
    ("grant_extension", ""): Asking(
        N_("Grant more time?"), N_("The customer stays protected for the partner as long again.")
    ),
    ("refuse_extension", ""): Asking(
        N_("Refuse more time?"), N_("The protection ends as planned. The partner is told.")
    ),
    ("undo_deal", ""): Asking(N_("Undo the last step?"), _AS_BEFORE, N_("Undo")),
    ("undo_deal", "approve"): Asking(N_("Undo the approval?"), _AS_BEFORE, N_("Undo")),
    ("undo_deal", "reject"): Asking(N_("Undo the rejection?"), _AS_BEFORE, N_("Undo")),
    ("undo_deal", "ask_more"): Asking(N_("Undo your question?"), _AS_BEFORE, N_("Undo")),
    ("undo_deal", "deal_report"): Asking(N_("Undo the report?"), _AS_BEFORE, N_("Undo")),
    ("undo_deal", "ask_extension"): Asking(N_("Undo the request for more time?"), _AS_BEFORE, N_("Undo")),
    ("undo_deal", "grant_extension"): Asking(N_("Undo granting more time?"), _AS_BEFORE, N_("Undo")),
    ("undo_deal", "refuse_extension"): Asking(N_("Undo refusing more time?"), _AS_BEFORE, N_("Undo")),
    ("download", ""): Asking(
        N_("Download this file?"),
        N_("We mail you a link that brings it, because this mail may have been forwarded. The link is good for a day."),
        N_("Mail me the link"),
    ),
    ("fetch", ""): Asking(
        N_("Download this file?"),
        N_("Your browser saves it; nothing is opened by itself."),
    ),
    ("redeem", ""): Asking(
        N_("Redeem your points?"),
        N_("The vendor is asked for “%(reward)s”; the points are held until the answer comes."),
    ),
    ("approve_redemption", ""): Asking(N_("Grant this reward?"), N_("The points are spent, and the partner is told.")),
    ("reject_redemption", ""): Asking(
        N_("Reject this request?"), N_("The partner gets its points back and reads your reason.")
    ),
    ("withdraw_redemption", ""): Asking(
        N_("Take this request back?"), N_("The points are free again, and the vendor is told.")
    ),
    ("correct_points", ""): Asking(
        N_("Correct the points of %(reseller)s?"),
        N_("Your line is added to the ledger, and the partner reads it with your reason. You can undo it."),
        N_("Book"),
    ),
    ("undo_correction", ""): Asking(
        N_("Undo this correction?"), N_("A counter entry is added to the ledger, and the partner is told."), N_("Undo")
    ),
    ("confirm", ""): Asking(
        N_("Was it you?"), N_("If you say yes, we carry out what your mail asked for. If not, close this page.")
    ),
    ("absence", ""): Asking(
        N_("Going away?"), N_("Until the day you are back you get no offers and no reminders."), N_("Set the absence")
    ),
    ("resume", ""): Asking(N_("Are you back?"), N_("From now on you get offers and reminders again.")),
    ("unsubscribe", "offers"): Asking(N_("Stop offers of new leads?"), N_("You can switch them on again at any time.")),
    ("unsubscribe", "reminders"): Asking(
        N_("Stop reminders?"), N_("Deadlines stay as they are; we only stop writing.")
    ),
    ("unsubscribe", "receipts"): Asking(N_("Stop receipts?"), N_("You can switch them on again at any time.")),
    ("unsubscribe", "digests"): Asking(N_("Stop the weekly digest?"), N_("You can switch it on again at any time.")),
    ("unsubscribe", "customer"): Asking(
        N_("No more mails?"), N_("You get no more mails about your enquiries with %(vendor)s.")
    ),
    ("resubscribe", ""): Asking(N_("Get these mails again?"), N_("You get mails of this kind as before.")),
    ("prefer", ""): Asking(N_("Your settings"), N_("Our mails now come as you wish."), N_("Save")),
    ("prefer_all", ""): Asking(
        N_("Get every mail again?"),
        N_("All offers come again, at once. Your quiet hours, deputy and language stay. You can undo this."),
    ),
    ("prefer_undo", ""): Asking(
        N_("Undo the change of your settings?"), N_("All is set as it was before your last change."), N_("Undo")
    ),
    ("trust_device", "on"): Asking(
        N_("Is this your browser?"),
        N_(
            "It then shows you customers and history, and a link acts after three seconds. You can end this in your "
            "settings."
        ),
    ),
    ("trust_device", ""): Asking(
        N_("Stop acting at once?"),
        N_("On every device, links show their page and wait for your button again."),
        N_("Stop on all devices"),
    ),
}

# What was done, where no letter has words for it or a page says it better.
DONE_ON_PAGE: dict[str, Outcome] = {
    "picked": Outcome(
        N_("It is yours"),
        N_("The customer’s details and the calendar entry are on their way to your mailbox."),
    ),
    "feedback": Outcome(N_("Thank you, noted"), N_("The vendor has been told. A receipt is in your mailbox.")),
    "given_back": Outcome(N_("Given back"), N_("The lead is on offer to the others again.")),
    "escalated": Outcome(
        N_("Everybody has been asked"), N_("No further partner fits. A mail shows you what else can be done.")
    ),
    "submitted": Outcome(N_("Thank you, handed in"), N_("A mail shows you what was noted, and what can be done next.")),
    "import_started": Outcome(
        N_("The import has begun"), N_("One mail will tell you what became of each row. You can close this page.")
    ),
    "release_started": Outcome(
        N_("The release has begun"),
        N_("One mail will tell you how many leads went out, and which did not and why. You can close this page."),
    ),
    "undo_started": Outcome(
        N_("The leads are being taken back"), N_("One mail will tell you how many. You can close this page.")
    ),
    "reminder_moved": Outcome(
        N_("We will remind you later"), N_("Until then there is no reminder; the deadline stays.")
    ),
    "file_mailed": Outcome(
        N_("Look into your mailbox"), N_("A link that brings the file is on its way to you. It is good for one day.")
    ),
    "points_corrected": Outcome(N_("Booked"), N_("The partner reads it with your reason. You can undo it.")),
    "back": Outcome(N_("Welcome back"), N_("You get offers and reminders again.")),
    "confirmed": Outcome(N_("Thank you"), N_("We now carry out what your mail asked for; the answer comes by mail.")),
    "devices_revoked": Outcome(
        N_("Stopped on all devices"), N_("From now on every link shows its page and waits for your button.")
    ),
    "which_was_meant": Outcome(
        N_("Which one did you mean?"),
        N_("You pressed both “take” and “decline” within two minutes, so neither was done. We have mailed you both."),
    ),
}


def asking_of(wish: str, option: str) -> Asking:
    """Return the words of a page that asks. Raises: KeyError: no page for this wish."""
    return ASKING.get((wish, option)) or ASKING[(wish, "")]


def button_of(words: Words, action: Action) -> str:
    """Return what stands on the page's button: the same as on the letter's."""
    own = asking_of(action.wish, action.option).button
    return words.gettext(own) % action.argument if own else words.label(action)


def done_of(words: Words, code: str) -> Outcome:
    """Return title and explanation of something that was carried out. Raises: KeyError: no words for it."""
    outcome = DONE_ON_PAGE.get(code) or DONE[code]
    return Outcome(words.gettext(outcome.title), words.gettext(outcome.explanation), words.gettext(outcome.what_now))
