"""What is said of a wish that was refused or done: one entry per code, for letters and pages alike."""

from __future__ import annotations

from dataclasses import dataclass

from app.mail.vocabulary import N_


@dataclass(frozen=True)
class Outcome:
    """English sentences about an outcome: what it is, why, and what can be done now."""

    title: str
    explanation: str
    what_now: str = ""


REFUSALS: dict[str, Outcome] = {
    "not_permitted": Outcome(
        N_("That is not yours to do"),
        N_("Your role does not include this, so nothing was changed."),
        N_("Ask the person at the vendor who looks after you."),
    ),
    "unknown": Outcome(
        N_("There is no such lead here"),
        N_("We do not find what you mean, or it does not belong to you."),
        N_("Reply to the mail about the lead itself; then we know which one you mean."),
    ),
    "expired": Outcome(
        N_("This is too old"),
        N_("The link or the question has expired; nothing was changed."),
        N_("Use the newest mail about this lead."),
    ),
    "wrong_state": Outcome(
        N_("That is not possible any more"),
        N_("The lead has moved on since our mail was sent; nothing was changed."),
        N_("Look at the newest mail about this lead."),
    ),
    "gone": Outcome(
        N_("The lead is gone"),
        N_("Another partner was faster and has taken it."),
        N_("You will be asked again when the next lead fits."),
    ),
    "not_on_offer": Outcome(
        N_("The lead is not on offer"),
        N_("It is not offered to your company at the moment, so it cannot be taken."),
        N_("You will be asked again when the next lead fits."),
    ),
    "no_agency": Outcome(
        N_("There is no agency"),
        N_("Nobody who qualifies leads is in your programme, or their address does not work; nothing was changed."),
        N_("Complete the lead yourself, or add a person with the role qualifier to the programme."),
    ),
    "file_gone": Outcome(
        N_("This file is no longer here"),
        N_("It was deleted when its time was over, or a newer one has taken its place."),
        N_("Ask the person at the vendor who looks after you to send it again."),
    ),
    "merged": Outcome(
        N_("The lead lives on in another one"),
        N_("It was merged with another lead of the same customer; nothing was changed."),
        N_("Look at that one: it has the history of both."),
    ),
    "already_yours": Outcome(
        N_("You have this lead already"),
        N_("Your company took it before; nothing was changed."),
        N_("Everything about the customer is in our mail “It is yours”."),
    ),
    "already_done": Outcome(
        N_("That was done already"),
        N_("Exactly this was asked before and was carried out then; it is not done twice."),
    ),
    "list_busy": Outcome(
        N_("Your list is still being worked on"),
        N_("Until that is finished nothing else can be done with it, so nothing was changed."),
        N_("Wait for the mail that tells the result, then try again."),
    ),
    "superseded": Outcome(
        N_("Something came after it"),
        N_("This is no longer your last step here, so nothing was changed."),
        N_("Undo the later step, or leave everything as it is: then you need not do anything."),
    ),
    "passed_on": Outcome(
        N_("That cannot be called back"),
        N_("What you added is with the vendor already; nothing was changed."),
        N_("Simply write again what is right: the vendor decides on the newest."),
    ),
    "files_stay": Outcome(
        N_("The time to take them back is over"),
        N_("Files can be taken back only for a short while; they stay with the lead."),
        N_("You can still add the right ones, or write a note."),
    ),
    "undo_expired": Outcome(
        N_("The time to undo is over"),
        N_("Undo works only for a short while; nothing was changed."),
        N_("A lead that you hold can still be given back, with a reason."),
    ),
    "incomplete": Outcome(
        N_("The lead is not complete"),
        N_("It can only be offered once the mandatory fields are filled."),
        N_("Simply reply with what is missing."),
    ),
    "deal_over": Outcome(
        N_("This registration is decided or over"),
        N_("This can no longer be done here; nothing was changed."),
        N_("Look at the newest mail about it. Once its time is over, the customer can be registered again."),
    ),
    "redemption_over": Outcome(
        N_("This request is decided already"),
        N_("It was approved, rejected or taken back before; nothing was changed."),
    ),
    "no_such_reward": Outcome(
        N_("This reward is not in the catalogue"),
        N_("It is gone, or its price in points has changed; nothing was redeemed."),
        N_("Look at what your points buy today on the page “Points and rewards”."),
    ),
    "too_few_points": Outcome(
        N_("Your points do not reach that far yet"),
        N_("The reward costs more than you have left; nothing was redeemed."),
        N_("Points that another request holds come back if it is rejected."),
    ),
    "no_customer": Outcome(
        N_("Which customer is it?"),
        N_("A registration needs the company’s name; nothing was registered yet."),
        N_("Write again, for example “Deal: Muster GmbH, 80331 München, robot arm, 40k, Q2”."),
    ),
    "no_events": Outcome(
        N_("Which customer did what?"),
        N_("Your mail names no event of a customer, so nothing was recorded. Partners register their deals here."),
        N_("Write a line for each, such as “Event: Muster GmbH, muster.example, saw the prices”, or attach a list."),
    ),
    "protected": Outcome(
        N_("This customer is protected"),
        N_("A partner has this customer, by a registration or a lead, so nothing was changed."),
        N_("When the protection ends, it is possible again."),
    ),
    "needs_reason": Outcome(
        N_("Please give a reason"),
        N_("Without a reason nobody can learn from it; nothing was changed yet."),
        N_("Add the reason to your answer, in your own words."),
    ),
    "needs_date": Outcome(
        N_("Please give a date"),
        N_("This status needs a day; nothing was changed yet."),
        N_("Reply once more with the day in it, or enter it behind the button."),
    ),
    "needs_amount": Outcome(
        N_("Please give an amount"),
        N_("This status needs an amount; nothing was changed yet."),
        N_("Reply once more with the amount in it, or enter it behind the button."),
    ),
    "implausible": Outcome(
        N_("That cannot be right"),
        N_("A value in your answer lies far outside what is usual; nothing was changed."),
        N_("Please look at it once more and answer again."),
    ),
    "not_a_deputy": Outcome(
        N_("Who shall stand in for you?"),
        N_("Only a colleague of your company whom we know by their mail address can; nothing was changed."),
        N_("Write again with your colleague’s address, for example “deputy: ruth@rolf-it.example”."),
    ),
    "deputy_cycle": Outcome(
        N_("You would stand in for each other"),
        N_("This colleague’s mails would come back to you while you are away; nothing was changed."),
        N_("Name another colleague, or let this one choose another deputy first."),
    ),
    "locked": Outcome(
        N_("First an answer, then new leads"),
        N_("Feedback is overdue, so your company cannot take new leads at the moment."),
        N_("Answer the overdue leads; then you can take new ones at once."),
    ),
    "full": Outcome(
        N_("Your desk is full"),
        N_("Your company holds as many leads without feedback as it may."),
        N_("Give feedback on one of them; then you can take new ones at once."),
    ),
}

DONE: dict[str, Outcome] = {
    "declined": Outcome(
        N_("Declined"),
        N_("You will not be reminded of this lead again. Declining costs you nothing."),
    ),
    "released": Outcome(N_("Released"), N_("The lead goes out to the partners it fits best.")),
    "edited": Outcome(N_("Changed"), N_("The lead has been updated.")),
    "discarded": Outcome(N_("Discarded"), N_("The lead will not be offered to anybody.")),
    "reopened": Outcome(N_("Reopened"), N_("The lead is back and waits for your release.")),
    "widened": Outcome(
        N_("More partners are asked"), N_("The lead now also goes to the next partners in the ranking.")
    ),
    "to_agency": Outcome(
        N_("At the agency"), N_("It gets everything that is known, and asks the customer for the rest.")
    ),
    "merged": Outcome(N_("Merged"), N_("Both are one lead now, with the history of both.")),
    "unmerged": Outcome(N_("Undone"), N_("Both leads are there again, each with its own.")),
    "lead_grew": Outcome(
        N_("There is more about your lead"),
        N_("The customer has asked again. What we learned is below and in the lead."),
    ),
    "kept_both": Outcome(N_("Both are kept"), N_("The lead stays on its own.")),
    "qualified": Outcome(N_("Qualified"), N_("The lead is complete and back with the vendor. Thank you!")),
    "still_missing": Outcome(
        N_("Saved, but not complete yet"),
        N_("What you filled in is kept. The lead goes back as soon as the rest is there."),
    ),
    "no_lead": Outcome(N_("Noted: not a lead"), N_("It will not be offered to anybody, and the vendor knows why.")),
    "not_a_lead": Outcome(
        N_("The agency says: not a lead"), N_("It will not be offered to anybody. If that is wrong, undo it.")
    ),
    "later": Outcome(N_("Noted: not reached"), N_("We ask you again then.")),
    "task_ended": Outcome(
        N_("Nothing to do any more"), N_("The vendor has taken the lead back. Thank you for your work so far.")
    ),
    "requalified": Outcome(
        N_("Back to qualification"), N_("The lead is no longer on offer; complete it and release it again.")
    ),
    "assigned": Outcome(N_("Assigned"), N_("The partner has got everything about the customer and the deadline.")),
    "withdrawn": Outcome(N_("Withdrawn"), N_("The lead is off the market.")),
    "nudged": Outcome(N_("Reminded"), N_("The partner has got a mail that asks for feedback.")),
    "extended": Outcome(N_("Extended"), N_("The partner has more time and has been told.")),
    "more_time": Outcome(
        N_("You have more time"), N_("The vendor has given you more time for this lead; the new deadline is below.")
    ),
    "time_asked": Outcome(
        N_("Asked for more time"), N_("The vendor answers by mail. Until then your deadline stays as it is.")
    ),
    "time_granted": Outcome(N_("More time granted"), N_("The new deadline holds; both sides know.")),
    "time_refused": Outcome(N_("No more time"), N_("The deadline stays as it is; both sides know.")),
    "entry_declined": Outcome(
        N_("The deadline stays"),
        N_("You declined the calendar entry. The lead is still yours, and its deadline has not changed."),
    ),
    "recalled": Outcome(N_("On offer again"), N_("The lead has left its partner and is offered to the others.")),
    "taken_over": Outcome(
        N_("Taken over"), N_("The lead is yours now: no partner is asked any more, and you report how it goes.")
    ),
    "lead_left": Outcome(
        N_("This lead is no longer yours"),
        N_("The vendor has decided otherwise and carries on with it. There is nothing more for you to do."),
    ),
    "yours_again": Outcome(
        N_("The lead is yours again"), N_("Nobody had taken it: all is as before you gave it back, with its deadline.")
    ),
    "theirs_again": Outcome(
        N_("It was given back by mistake"), N_("The partner has the lead again; its deadline is the one from before.")
    ),
    "echo_noted": Outcome(N_("Thank you"), N_("Your answer has been passed on. You need not do anything more.")),
    "handed_over": Outcome(
        N_("In other hands"), N_("A colleague at the same company carries on with the lead; the deadline stays.")
    ),
    "reminder_moved": Outcome(
        N_("We will remind you later"), N_("Until then there is no reminder; the deadline stays.")
    ),
    "partner_note": Outcome(
        N_("A note from your partner"), N_("It is in the history of the lead; please answer the partner directly.")
    ),
    "files_added": Outcome(N_("Files kept"), N_("They are with the lead, and go to whoever works it.")),
    "list_begun": Outcome(
        N_("Your list is coming in"),
        N_("It is long, so this takes some minutes. One more mail then tells you what became of each row."),
    ),
    "files_taken_back": Outcome(N_("Files taken back"), N_("They are no longer with the lead.")),
    "files_gone": Outcome(
        N_("Files were taken back"), N_("They were sent by mistake. Please delete them from your mailbox too.")
    ),
    "partner_files": Outcome(
        N_("Files from your partner"), N_("They are attached, or can be had on the page of the lead.")
    ),
    "owner_files": Outcome(
        N_("Files for your lead"), N_("The vendor has added them. They are attached, or can be had on the page.")
    ),
    "noted": Outcome(N_("Noted"), N_("Your words are in the history of the lead.")),
    "absent": Outcome(N_("You are marked as away"), N_("Until then you get no offers and no reminders.")),
    "back_without_some": Outcome(
        N_("Welcome back"), N_("Your absence is over. Mails that you have switched off stay off until you want them.")
    ),
    "back": Outcome(N_("Welcome back"), N_("You get offers and reminders again.")),
    "preferred": Outcome(N_("Your settings are changed"), N_("Our mails now come as you wish.")),
    "preferences_undone": Outcome(N_("Undone"), N_("Your settings are as they were before.")),
    "unsubscribed": Outcome(N_("These mails have stopped"), N_("You will not get mails of this kind any more.")),
    "resubscribed": Outcome(N_("These mails are on again"), N_("You get mails of this kind as before.")),
    "undone": Outcome(N_("Undone"), N_("All is as it was before.")),
    "feedback_undone": Outcome(N_("Undone"), N_("Your last feedback no longer counts. Where do things stand?")),
    "given_back": Outcome(N_("Given back"), N_("The lead is on offer for the others.")),
    "picked": Outcome(N_("The lead is yours"), N_("Everything about the customer is on its way to you by mail.")),
    "feedback": Outcome(N_("Thank you"), N_("Your feedback is noted.")),
    "confirmed": Outcome(N_("Confirmed"), N_("What you asked for is being done now.")),
    "already_done": Outcome(N_("That was done already"), N_("It is not done twice.")),
    "registered_free": Outcome(
        N_("Received: free so far"), N_("Nobody else has this customer. The vendor confirms the protection by mail.")
    ),
    "registered_in_review": Outcome(N_("Received: in review"), N_("The vendor looks at it and answers by mail.")),
    "registered_taken": Outcome(
        N_("Received: taken"), N_("This customer is taken at the moment. The vendor answers by mail.")
    ),
    "events_recorded": Outcome(
        N_("Recorded"), N_("Whoever has the customer reads it in one mail a day; the rest is kept for later.")
    ),
    "supplied": Outcome(N_("Passed on"), N_("The vendor has what you added and answers by mail.")),
    "approved": Outcome(N_("Approved"), N_("The customer is protected, and the partner has been told.")),
    "rejected": Outcome(N_("Rejected"), N_("The partner has been told, with your reason.")),
    "asked_more": Outcome(N_("Asked"), N_("The partner has your question. Your time to answer starts anew then.")),
    "deal_noted": Outcome(N_("Noted"), N_("Both sides know where the deal stands. The protection goes on.")),
    "deal_won": Outcome(N_("Won"), N_("The deal is closed as won, and the other side has been told.")),
    "deal_lost": Outcome(N_("Lost"), N_("The deal is closed as lost, and the other side has been told.")),
    "deal_expired": Outcome(
        N_("The protection has ended"), N_("Its time is over. The customer can be registered again.")
    ),
    "approve_undone": Outcome(
        N_("Approval taken back"),
        N_("Nothing is protected, and a receipt of it no longer counts. The vendor decides anew."),
    ),
    "reject_undone": Outcome(
        N_("Rejection taken back"), N_("The registration is open again. The vendor decides anew.")
    ),
    "ask_more_undone": Outcome(
        N_("Question taken back"), N_("It needs no answer; the registration is as it was before it.")
    ),
    "deal_report_undone": Outcome(
        N_("Report taken back"), N_("The deal stands as it did before, and what was booked for it is taken back.")
    ),
    "ask_extension_undone": Outcome(
        N_("Request for more time taken back"), N_("The vendor need not answer it. The protection ends as planned.")
    ),
    "grant_extension_undone": Outcome(
        N_("More time taken back"), N_("The protection ends as before. The vendor decides anew about more time.")
    ),
    "refuse_extension_undone": Outcome(N_("Refusal taken back"), N_("The vendor decides anew about more time.")),
    "extension_asked": Outcome(N_("Asked for more time"), N_("The vendor has your reason and answers by mail.")),
    "extension_granted": Outcome(N_("More time granted"), N_("The customer stays protected, and both sides know.")),
    "extension_refused": Outcome(N_("No extension"), N_("The protection ends as planned.")),
    "redemption_asked": Outcome(
        N_("Reward asked for"),
        N_("The points are held until the vendor answers by mail. Until then you can take it back."),
    ),
    "redemption_approved": Outcome(N_("Approved"), N_("The points are spent, and the partner has been told.")),
    "redemption_rejected": Outcome(
        N_("Rejected"), N_("The partner has its points back, and has been told with your reason.")
    ),
    "redemption_withdrawn": Outcome(N_("Taken back"), N_("The request is closed, and its points are free again.")),
    "browser_asked": Outcome(
        N_("Is this your browser?"),
        N_(
            "On a page of ours you said that this browser is yours. Open this link in that same browser, within a day: "
            "it then shows you everything, and links act at once. If it was not you, delete this mail: nothing has "
            "changed."
        ),
    ),
    "file_mailed": Outcome(
        N_("Here is your file"),
        N_("One click, and your browser saves it. The link is good for one day and meant for you alone."),
    ),
    "fetched": Outcome(N_("Your download begins"), N_("If it does not, open the link in our mail once more.")),
    "points_corrected": Outcome(N_("Your points were corrected"), N_("The vendor has added a line to your ledger.")),
    "correction_booked": Outcome(N_("Points corrected"), N_("The partner reads it with your reason. You can undo it.")),
    "correction_undone": Outcome(
        N_("Correction of points taken back"), N_("A counter entry stands in the ledger of the partner.")
    ),
}
