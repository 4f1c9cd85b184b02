"""What people wrote anew is found, and nothing else."""

from __future__ import annotations

import pytest

from inbound.mail import Mail
from inbound.reply import new_words
from tests.reading.mails import mail

WORDS = {
    "gmail_german_reply_above_quote": "nehme ich, rufe heute noch an",
    "gmail_english_answers_between_quotes": "Hi,\nsee below.\n\nYes, twice.\n\n12 March, 2 pm\n\n48k",
    "outlook_german_reply_above_quote": "Termin am 12.03. um 14 Uhr",
    "outlook_express_english_original_message": "No capacity before May, sorry.",
    "outlook_web_reply_in_a_language_we_do_not_know": "won, 48k",
    "outlook_cp1252_undeclared": "für 12.500 € gewonnen",
    "apple_mail_english_quote_with_wrote_line_inside": "Lost, they bought from a competitor.",
    "iphone_german_sent_from": "pick",
    "thunderbird_german_reply_below_quote": (
        "Angebot über 12.500 € ist raus, die Entscheidung fällt im Juni, wenn der Vorstand getagt hat."
    ),
    "yahoo_english_html_reply": "will call them tomorrow",
    "gmx_german_html_reply": "ruft nicht zurück",
    "lotus_german_reply": "bitte auf nächste Woche verschieben",
    "german_closing_with_numbers": "Angebot raus",
    "english_banner_and_disclaimer": "pick",
    "reply_that_is_nothing_but_the_quote": "",
    "sentence_with_wrote_that_is_no_wrote_line": (
        "The customer wrote:\nplease come back in June, and from: marketing we heard nothing.\n\n"
        "To: be honest, I would postpone."
    ),
    "customer_mail_with_labels_is_no_forward": (
        "Wir ziehen um.\n\nVon: Augsburg\nNach: München\nDatum: 12.3.2026\nBetreff: Roboterarm\n\nBitte um Angebot."
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_only_rolfs_new_words_are_left(name: str) -> None:
    assert new_words(mail(name)) == WORDS[name]


OWN_WORDS = {
    "own_mail_quoted_without_a_sign": "noch nicht erreicht",
    "own_mail_quoted_with_its_mark_on_a_wrapped_line": "later please",
    "own_html_mail_quoted_by_outlook": "verloren, Preis",
}


@pytest.mark.parametrize("name", OWN_WORDS)
def test_our_buttons_words_never_count_as_rolfs(name: str) -> None:
    """Seen failing without the mark: *gewonnen 48k* of our own button became part of the answer."""
    assert new_words(mail(name)) == OWN_WORDS[name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nein\n\n-- \nRolf\n089 555", "nein"),
        ("nein\n--\nRolf\n089 555", "nein"),
        ("nein\n\nGesendet mit der GMX Mail App", "nein"),
        ("Termin 12.3.\n\nSent from Outlook for Android<https://example.example>", "Termin 12.3."),
        ("nein\n\n---- Vera Vogt wrote ----\n\nHow does it stand?", "nein"),
        ("nein\n\nSent from my iPhone, please excuse my brevity.", "nein"),
        ("I answer late.\n\nSent from my desk, which is much easier than my phone.", None),
        ("Danke,\nRolf", "Danke,\nRolf"),
        ("passt\n\nMfG\nRolf Rieger", "passt"),
        ("yes\n\nKind regards,\nRita", "yes"),
        ("- punkt eins\n- punkt zwei\n\n---\n\nUnd noch ein langer Satz, der etwas Wichtiges sagt.", None),
        ("The mail was sent from my phone to all of them.", None),
        ("Best regards to Carla, she signed for 48k last week and wants the arm in June.", None),
    ],
)
def test_the_end_of_a_text_is_cut_only_where_it_is_no_message(text: str, words: str | None) -> None:
    assert new_words(Mail(text=text)) == (text if words is None else words)


def test_a_line_that_lost_its_quote_sign_is_not_taken_for_new() -> None:
    text = (
        "won\n\nOn 3 Mar 2026, at 09:58, Vera <vera@nordlicht.example> wrote:\n\n"
        "> the customer asked for a price and would like to see it before the\n"
        "summer, if that can be done\n"
        "> Vera"
    )

    assert new_words(Mail(text=text)) == "won"
