"""What stands beside what: the text twin's two columns, and numbers that no line breaks."""

from __future__ import annotations

from app.mail.plain import columns, indented
from app.mail.unbroken import breaking_at_signs, unbroken
from tests.mail.letters_seen import every_preview


def test_a_label_too_long_for_its_column_has_its_value_below_and_all_values_stay_aligned() -> None:
    rows = [("Lead", "L-2041"), ("Beim Partner niemand mehr zuständig", "D-12"), ("Wieder angeboten", "4 Partner")]

    assert columns(rows).splitlines() == [
        "Lead:              L-2041",
        "Beim Partner niemand mehr zuständig:",
        "                   D-12",
        "Wieder angeboten:  4 Partner",
    ]


def test_a_long_value_goes_on_below_its_beginning() -> None:
    first, second = columns([("Grund", "viel " * 20)]).splitlines()

    assert first.startswith("Grund:  viel")
    assert second.startswith("        viel")
    assert len(first) <= 72


def test_what_a_mail_program_broke_is_whole_again_and_what_its_writer_ended_is_not() -> None:
    """Seen failing: *dafür* alone in a line, between two long ones."""
    broken = "wir möchten in unserer Molkerei Kartons automatisch palettieren und suchen dafür\neinen Arm.\n\nC. Muster"
    points = f"{'Wir brauchen ' * 5}drei Dinge:\n- Arm\n- Greifer"

    first, second, *ended = indented(broken).splitlines()
    assert (first[-3:], second) == ("und", "  suchen dafür einen Arm.")
    assert ended == ["  ", "  C. Muster"]
    assert indented(points).splitlines()[-2:] == ["  - Arm", "  - Greifer"]


def test_a_leads_number_stays_on_one_line_with_the_hyphen_that_an_answer_needs() -> None:
    """Seen failing: ``Niemand hat L-`` at the end of a line, ``2019 übernommen`` in the next."""
    letter = every_preview()["nobody_picked.de"].rendered

    assert 'Niemand hat <span style="white-space:nowrap">L-2019</span> übernommen</h1>' in letter.html
    assert "Niemand hat L-2019 übernommen" in letter.text


def test_an_address_too_long_for_a_phone_breaks_at_its_signs() -> None:
    """Seen failing: ``rolf.rieger@privat.ex`` at the end of a line, ``ample`` in the next."""
    broken = "rolf<wbr>.rieger@<wbr>privat<wbr>.example"

    assert unbroken("rolf.rieger@privat.example, <b>") == (
        f'<span style="display:inline-block">{broken}</span>, &lt;b&gt;'
    )
    assert breaking_at_signs("<rolf.rieger@privat.example>") == f"&lt;{broken}&gt;"
    assert breaking_at_signs("@home, L-7, <b>") == "@home, L-7, <b>"
    assert breaking_at_signs(None) is None


def test_what_somebody_wrote_beside_a_number_is_still_escaped() -> None:
    assert unbroken("<b> & L-7") == '&lt;b&gt; &amp; <span style="white-space:nowrap">L-7</span>'
    assert unbroken("E-Mail, <b>") == "E-Mail, <b>"
    assert unbroken(3) == 3


def test_the_owner_of_a_lead_that_nobody_looks_after_is_not_told_to_do_nothing() -> None:
    """Seen: ``Please call Rolf IT GmbH`` and, further down, ``There is nothing for you to do``."""
    letters = (every_preview()[f"lead_taken.{variant}.en"].rendered for variant in ("away_alone", "away"))
    alone, stood_in = (" ".join(letter.text.split()) for letter in letters)

    assert "Please call Rolf IT GmbH" in alone
    assert "nothing for you to do" not in alone
    assert "nothing for you to do" in stood_in
    assert "00:00" not in alone + stood_in
