"""How fast a letter is rendered, against plain Jinja on finished templates and against inlining every mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape, unescape
from statistics import median
from time import perf_counter

from jinja2 import Environment

from app.clock import FrozenClock
from app.domain.letters import LETTERS, Action, Letter
from app.mail.answers import answering
from app.mail.inline import inline
from app.mail.preview import BRAND, FOOTER, REPLY_TO
from app.mail.render import Recipient, Rendered, Renderer
from app.mail.templates import template_folder
from app.mail.words import words_in
from app.tokens import Tokens, Wish

SECONDS, MOST_ROUNDS = 40, 60
NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
LANGUAGE = "de"
ROLF = Recipient("Rolf Rieger", LANGUAGE, "Europe/Berlin")
TOKENS = Tokens(["a key for measuring only, made for nothing else"], FrozenClock(NOW))
CSS = (template_folder() / "_base" / "letter.css").read_text(encoding="utf-8")
# A value of a page: the address of a link, or text between two tags. Of the text twin: a line.
HTML_VALUE = re.compile(r'(?<=href=")[^"]+(?=")|(?<=>)[^<>]*[^<>\s][^<>]*(?=<)')
TEXT_VALUE = re.compile(r"^.+$", re.MULTILINE)
STYLE = re.compile(r' style="[^"]*"')


def signed_link(letter: Letter, action: Action) -> str:
    """Return the link of an action, signed as for a mail that leaves."""
    wish = Wish(action.wish, letter.to, action.object_id, action.option, NOW + timedelta(days=60))
    return f"https://pickpost.example/a/{TOKENS.link(wish)}"


def rendered(renderer: Renderer, letter: Letter) -> Rendered:
    """Render subject, HTML and text twin with signed links: everything that is done for a mail before MIME."""
    links = answering(partial(signed_link, letter), REPLY_TO, letter.context.kind, words_in(LANGUAGE))
    return renderer.render(letter.context, ROLF, BRAND, links, FOOTER)


def plain_html(page: str) -> Callable[[], str]:
    """Return plain Jinja's rendering of the same HTML, whose template is static but for its values."""
    head, tag, body = page.partition("</head>")
    return _plain(page, head + tag, body, HTML_VALUE, escaping=True)


def plain_text(page: str) -> Callable[[], str]:
    """Return plain Jinja's rendering of the same text, each line a value."""
    return _plain(page, "", page, TEXT_VALUE, escaping=False)


def _plain(page: str, head: str, body: str, value: re.Pattern[str], *, escaping: bool) -> Callable[[], str]:
    values: dict[str, str] = {}

    def hole(found: re.Match[str]) -> str:
        text = unescape(found[0]) if escaping else found[0]
        if escaping and escape(text) != found[0]:
            return found[0]
        name = f"value_{len(values)}"
        values[name] = text
        return f"{{{{ {name} }}}}"

    environment = Environment(autoescape=escaping, keep_trailing_newline=True)
    template = environment.from_string(f"{{% raw %}}{head}{{% endraw %}}{value.sub(hole, body)}")
    if template.render(values) != page:
        raise SystemExit("plain Jinja makes another page: the comparison would not be fair")
    return partial(template.render, values)


def both(page: Callable[[], str], twin: Callable[[], str]) -> tuple[str, str]:
    """Render a page and its text twin."""
    return page(), twin()


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def measure(ways: dict[str, list[Callable[[], object]]]) -> dict[str, list[float]]:
    """Return for each way the median time of each letter in milliseconds, of interleaved rounds."""
    took: dict[str, list[list[float]]] = {way: [[] for _ in works] for way, works in ways.items()}
    end = perf_counter() + SECONDS
    for _ in range(MOST_ROUNDS):
        for way, works in ways.items():
            for number, work in enumerate(works):
                took[way][number].append(milliseconds(work))
        if perf_counter() > end:
            break
    return {way: [median(times) for times in of_letters] for way, of_letters in took.items()}


def main() -> None:
    """Print the median letter's time each way, and its ratio to ours."""
    renderer = Renderer()
    letters = [letter.sample(LANGUAGE) for letter in LETTERS.values()]
    pages = [rendered(renderer, letter) for letter in letters]
    bare = [STYLE.sub("", page.html) for page in pages]
    html, text = [plain_html(page.html) for page in pages], [plain_text(page.text) for page in pages]
    took = measure(
        {
            "Pickpost: subject, HTML, text, signed links": [partial(rendered, renderer, letter) for letter in letters],
            "plain Jinja: finished HTML alone": list(html),
            "plain Jinja: finished HTML and finished text": [
                partial(both, page, twin) for page, twin in zip(html, text, strict=True)
            ],
        }
    )
    once = [milliseconds(partial(inline, page, CSS)) for page in bare]
    took["only the usual inlining, once for every mail"] = once
    ours = median(next(iter(took.values())))
    size = median(len(page.html) for page in pages)
    print(f"render: the median of {len(letters)} letters, {size / 1000:.0f} kB of HTML")
    for way, times in took.items():
        print(f"  {way}: {median(times):.2f} ms, {median(times) / ours:.2f} of the first.")


if __name__ == "__main__":
    main()
