"""Names and addresses out of header values and out of header lines that mail programs print in a text."""

from __future__ import annotations

import re

from inbound.parse.headers import plain, readable

# An address in running text. It is tried only where a word begins, so that a long word costs its length once.
ADDRESS = re.compile(
    r"(?<![^\s<>()\[\]\",;:@|])[^\s<>()\[\]\",;:@|]{1,128}@(?:[^\s<>()\[\]\",;:@|'*=]{1,253}|\[[0-9A-Fa-f:.]{2,60}\])"
)
_MAILTO = re.compile(r"[<\[]?mailto:[^>\]\s]{0,300}[>\]]?", re.IGNORECASE)
_ON_BEHALF = re.compile(
    r"\s(?:on behalf of|im Auftrag von|de la part de|en nombre de|per conto di|namens|em nome de)\s", re.IGNORECASE
)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.){0,1000}"?|<[^<>]{0,1000}>?|\([^()]{0,500}\)?|[,;]|[^",;<(]+')
_BRACKETS = re.compile(r"<[^<>]{0,1000}>?|>|\[\s{0,5}\]|\[$")
_LIST_MARK = re.compile("[,;]")
_QUOTES = "\"'“”„«»‘’‚`* \t"


def addresses(value: str) -> tuple[tuple[str, str], ...]:
    """Return (name, address) of each mailbox named in ``value``; the address is empty where only a name stands.

    Reads RFC 5322 lists as well as what Outlook, Lotus and web mailers print: ``;`` between mailboxes,
    ``[mailto:a@b]``, ``a@b<mailto:a@b>``, ``a@b <a@b>``, *on behalf of*.
    """
    return tuple(_mailbox(tokens) for tokens in _split(value) if "".join(tokens).strip(_QUOTES))


def mailboxes(value: str) -> tuple[tuple[str, str], ...]:
    """Return (name, address) of each mailbox of a raw header; a name is decoded only after the list was split."""
    return tuple((readable(name), address) for name, address in addresses(plain(value)))


def normal(address: str) -> str:
    """Return an address with its domain in lower case, without brackets and dots at the end."""
    local, at, domain = address.strip("<>'\" \t.").rpartition("@")
    return f"{local}{at}{domain.lower()}"


def _split(value: str) -> list[list[str]]:
    boxes: list[list[str]] = [[]]
    for match in _TOKEN.finditer(value[:20_000]):
        token = match[0]
        if token in ",;":
            # "Muster, Erika <e@m.example>": a comma before any address belongs to the name
            if "@" in "".join(boxes[-1]) or token == ";" or not _rest_has_address_soon(value, match.end()):
                boxes.append([])
            else:
                boxes[-1].append(token)
        else:
            boxes[-1].append(token)
    return boxes


def _rest_has_address_soon(value: str, start: int) -> bool:
    """Say whether a name continues after a comma: the next piece has words before its ``<address>``."""
    piece = _LIST_MARK.split(value[start : start + 200], maxsplit=1)[0].strip()
    return "<" in piece and "@" in piece and not piece.startswith(("<", '"')) and "@" not in piece.partition("<")[0]


def _mailbox(tokens: list[str]) -> tuple[str, str]:
    text = "".join(tokens)
    first = _ON_BEHALF.split(text, maxsplit=1)[0]
    found = ADDRESS.search(first) or ADDRESS.search(text)
    if not found:
        return _clean(text), ""
    address = found[0]
    if address.lower().startswith("mailto:"):
        address = address[7:]
    angle = next(
        (token for token in tokens if token.startswith("<") and "@" in token and "mailto:" not in token.lower()), ""
    )
    if angle and first.find(angle) >= 0 and (inner := ADDRESS.search(angle)):
        address = inner[0]
    return _name(first, address), normal(address)


def _name(text: str, address: str) -> str:
    text = _MAILTO.sub(" ", text)
    text = ADDRESS.sub(" ", text)
    text = _BRACKETS.sub(" ", text)
    name = _clean(text)
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()
    name = name.removesuffix("()").removesuffix("(").strip()
    return "" if name.casefold() == address.casefold() else name


def _clean(text: str) -> str:
    return " ".join(text.replace('\\"', '"').replace("\\", "").split()).strip(_QUOTES + ",;:|")
