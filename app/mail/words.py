"""Words in one language: sentences, codes, buttons and outcomes, for mails, pages and replies."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from babel import Locale

from app.domain.letters import Action
from app.mail.gap_words import BESIDE_WORDS, GAPS, MOST_GAPS, missing_in
from app.mail.outcomes import DONE, REFUSALS, Outcome
from app.mail.vocabulary import FIELDS, KPIS, N_, VALUES
from app.mail.wishes import words_of

LANGUAGES = ("de", "en")
# English is for business over Europe: days before months, 24 hours, CET rather than GMT+1.
_LOCALES = {"de": "de_DE", "en": "en_GB"}
_DOMAIN = "pickpost"


class Words:
    """One language's catalogue.

    Args: language: a tag such as ``de`` or ``de-AT``; one without a catalogue speaks English.
    """

    def __init__(self, language: str) -> None:
        short = language.replace("_", "-").partition("-")[0].lower()
        self.language = short if short in LANGUAGES else "en"
        self.locale = Locale.parse(_LOCALES[self.language])
        folder = str(files("mail_templates") / "translations")
        self._catalogue = gettext.translation(_DOMAIN, folder, [self.language])

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return str(self.locale.text_direction)

    def gettext(self, sentence: str) -> str:
        """Return the sentence in this language; the empty sentence stays empty."""
        return self._catalogue.gettext(sentence) if sentence else ""

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Return the form for ``count``, with ``%(count)s`` and the other values filled in."""
        return self._catalogue.ngettext(one, many, count) % {"count": count, **values}

    def field(self, name: str) -> str:
        """Return a lead field's label; a name of the vendor's own stays as it is."""
        return self.gettext(FIELDS[name]) if name in FIELDS else name.replace("_", " ")

    def value(self, field: str, code: str) -> str:
        """Return the word for a code of a field (``temperature``, ``country``, ``source``, …); free text stays."""
        if field == "country":
            return str(self.locale.territories.get(code, code))
        # A source is what somebody typed; all other codes are ours.
        key = code.strip().casefold() if field == "source" else code
        return self.gettext(VALUES.get(field, {}).get(key, "")) or code

    def kpi(self, name: str) -> tuple[str, str]:
        """Return a figure's label and definition.

        Raises: KeyError: there is no such figure.
        """
        label, definition = KPIS[name]
        return self.gettext(label), self.gettext(definition)

    def label(self, action: Action) -> str:
        """Return what stands on the action's button.

        An undo that has to say what it undoes has the step's name; a button beside other leads' its lead's code.
        """
        if step := action.argument.get("step"):
            return self.gettext(N_("Undo “%(step)s”")) % {"step": self.value("step", step)}
        label = self._fill(words_of(action.wish, action.option).label, action)
        return f"{lead}: {label}" if (lead := action.argument.get("lead_of_button")) else label

    def reply(self, action: Action) -> str:
        """Return the words to reply with, as printed; with the item's name where a mail is about several leads.

        Returns: nothing for an action that only leads to a page.
        """
        if missing := missing_in(action):
            return self._with_item(self.example(missing), action)
        return self._with_item(self._fill(words_of(action.wish, action.option).reply, action), action)

    def example(self, missing: Sequence[str]) -> str:
        """Return an answer that fills the missing fields, as a person might write it."""
        return ", ".join(self.gap(name) for name in missing[:MOST_GAPS])

    def gap(self, name: str) -> str:
        """Return an example of one missing field's value; a field without one by its label."""
        example = GAPS.get(name) or BESIDE_WORDS.get(name)
        return self.gettext(example) if example else f"{self.field(name)}: …"

    def opening(self, action: Action) -> str:
        """Return the first line of a prefilled answer; it ends in a space where the person has to add something."""
        if missing := missing_in(action):
            return self._with_item(f"{self.field(missing[0])}: ", action)
        words = words_of(action.wish, action.option)
        return self._with_item(self._fill(words.opening or words.reply, action), action)

    def refusal(self, code: str) -> Outcome:
        """Return title, explanation and what to do now for a refusal's code.

        Raises: KeyError: the domain has no such refusal.
        """
        return self._outcome(REFUSALS[code])

    def done(self, code: str) -> Outcome:
        """Return title and explanation for something that was carried out.

        Raises: KeyError: there is no such outcome.
        """
        return self._outcome(DONE[code])

    def _outcome(self, english: Outcome) -> Outcome:
        return Outcome(self.gettext(english.title), self.gettext(english.explanation), self.gettext(english.what_now))

    def _fill(self, sentence: str, action: Action) -> str:
        translated = self.gettext(sentence)
        return translated % action.argument if "%(" in translated else translated

    @staticmethod
    def _with_item(words: str, action: Action) -> str:
        item = action.argument.get("item")
        return f"{item} {words}" if item and words else words


@cache
def words_in(language: str) -> Words:
    """Return the catalogue of a language, read once."""
    return Words(language)
