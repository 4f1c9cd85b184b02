"""The prefixes that mail programs put before the subject of a forward or a reply."""

from __future__ import annotations

import re

from inbound.text.tables import entries, folded

# Outlook's, Lotus's and the web mailers' prefixes in the languages they come in; compared without case and full stops.
FORWARD_PREFIXES = frozenset(
    folded(prefix)
    for prefix in entries("""
fw|fwd|fwrd|fwd-mail|wg|weitergeleitet|tr|trans|transf|rv|rvs|i|inoltro|enc|res-enc|pd|doorst|vb|vs|vl|vl-edelleen
vidarebefordrat|videresend|videresendt|videresendelse|fs|prep|pre|prf|pret|posredovano|proslijeđeno|továbbítás|tov
redir|redirecționat|redirecţionat|ilt|İLT|yml|yönlt|переслать|пересл|пересылка|прд|προωθ|πρωθ|edastus|persiųsta|pārsūtīts
πρθ|pārs|pers|ed|edastatud|prosl|přep|přepo|přeposláno|doorgestuurd|reenviado|inoltrato|przekazane|vidareb
rm|trs|terusan|chuyển tiếp|转发|轉寄|轉送|转|転送|전달|전달됨|הועבר|إعادة توجيه|ส่งต่อ
""")
)
REPLY_PREFIXES = frozenset(
    folded(prefix)
    for prefix in entries("""
re|aw|antw|antwort|sv|vs|bls|odp|odpowiedź|rif|r|ref|rép|res|resp|ynt|cevap|yan|ats|atb|vá|válasz|ответ|відп|απ|σχετ
回复|回覆|答复|返信|回信|답장|회신|رد|تعليق|השב|ri|ตอบกลับ
""")
)
_PREFIX = re.compile(r"\[?([^\s:：\[\]()^]{1,16}+)[ \xa0]?(?:[\[(^]\d{1,3}[\])]?)?[ \xa0]?[:：]\s{0,5}")


def is_forward_subject(subject: str) -> bool:
    """Say whether the outermost prefix of a subject is a forward's."""
    if subject.lower().startswith("[fwd:"):
        return True
    prefix = _first_prefix(subject)
    return prefix in FORWARD_PREFIXES or prefix.rstrip("0123456789") in FORWARD_PREFIXES


def is_reply_subject(subject: str) -> bool:
    """Say whether the outermost prefix of a subject is a reply's."""
    prefix = _first_prefix(subject)
    return prefix in REPLY_PREFIXES and prefix not in ("vs", "rv")


def without_prefixes(subject: str) -> str:
    """Return a subject without the prefixes of replies and forwards in front of it."""
    while match := _PREFIX.match(subject):
        word = folded(match[1]).rstrip(".")
        if word not in FORWARD_PREFIXES and word not in REPLY_PREFIXES:
            break
        subject = subject[match.end() :]
    return subject.strip()


def _first_prefix(subject: str) -> str:
    match = _PREFIX.match(subject)
    return folded(match[1]).rstrip(".") if match else ""
