"""Judges from a report's words and codes whether an address, its domain or its host does not exist."""

from __future__ import annotations

import re

from inbound.text.tables import entries

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]|\d)")

_REPLY = re.compile(r"(?<!\d)[45]\d\d[ -][ '\"#(]{0,3}([45]\.\d{1,3}\.\d{1,3})(?!\d)")
# the address exists, whatever else the reply says
_EXISTS = entries("""
mailbox full|mailbox is full|over quota|overquota|quota|mailbox size|out of storage|disk full|too large|too big
size limit|maximum size|insufficient|greylist|not found, try again
spam|blocked|blacklist|blocklist|black list|reputation|policy|virus|dmarc|authentication|relaying|relay access
not permitted|access denied|rate limit|too many|not authorized|pas autorisé
nicht berechtigt|no tiene permiso|disabled|suspended|inactive|discontinued|not a member|not member|restricted|loop
hop count|syntax error
autorisation|autorizzazione|permiso|permissão|berechtigung|toestemming|uprawnie|oprávn|behörighet|tillåt|tilladelse
tillatelse|käyttöoike|jogosults|engedély|izniniz|yetkiniz|разрешени|дозвол|permisiune|δικαίωμα|άδεια|権限|权限|權限|권한|إذن|הרשאה
ist voll|est pleine|est saturée|está llen|è pien|postvak is vol|jest pełn|está chei|är full|er fuld|er full|je plná
megtelt|doldu|переполнен|заповнен|容量|gesperrt|deaktiviert
""")
# reasons that say nothing about the address, unless the reply goes on to say that it is unknown
_SOFT = entries("""
exceed|rbl|spf|dkim|refused|try again later|timed out|timeout|temporar|deferred|throttl|tls|certificate|not allowed
permission|sender address|sender rejected|sender domain|bad sender
sender verify|invalid sender|reverse dns|ptr record|message-id|expired|filter|will be retried|will continue
""")
_HARD = entries("""
user unknown|unknown user|no such user|unknown recipient|recipient unknown|no such recipient|user not found
user does not exist|does not exist|doesn't exist|not exist|no mailbox here
unknown address|address unknown|invalid recipient|invalid mailbox|invalid address|no such mailbox|mailbox not found
unknown mailbox|not listed in|no such address|no such person
recipient not found|recipientnotfound|addressee unknown|unknown local|no such local|unrouteable|unroutable
host unknown|unknown host|host not found|domain not found|unknown domain
no such domain|domain does not|name or service not known|nxdomain|no such host|couldn't find any host|cannot find
domain is not reachable|host name lookup fail|not found in directory
no longer|not a valid|is not valid|no valid|undeliverable address|couldn't be found|wasn't found|could not be found
isn't known|is not known|not our customer|no account by|no account with
not known|unknown or illegal|user is unknown|bad destination|no user|doesn't have an account|does not have an account
have a yahoo|mailbox does|has moved|unbekannt|existiert nicht
nicht gefunden|gibt es nicht|inconnu|n'existe pas|desconocid|no existe|sconosciuto|non esiste|onbekend|bestaat niet
nie istnieje|finns inte|не существует|неизвест|null mx
存在しません|見つかりません|リストにありません|不存在
not recognized|not accepting network|does not accept mail|doesn't receive email
does not receive email|unknown to|no mx record|no mx for|no valid mx|never logged|address does|account does
name unknown|no addresses found|nullmx|address couldn't
mailbox unavailable|5.1.0 address rejected|non-existent host|nonexistent host|no valid mx hosts
introuvable|impossibile trovare l'indirizzo|impossibile trovare il dominio|no se encontró
no se ha encontrado|no se encuentra
niet gevonden|nie znaleziono|não foi encontrad|não encontrad|não existe|hittades inte|ikke fundet|findes ikke
ikke funnet|finnes ikke|nebyla nalezena|nebyl nalezen|neexistuje|nenašla|nenašiel|bulunamadı|nem található|nem létezik
не найден|не знайден|не існує|не е намерен|ei löytynyt|ei löydy|nu a fost găsit|nu există|δεν βρέθηκε|δεν υπάρχει
nicht im domino|ist nicht bekannt|no encontrad|não conseguiu encontrar|找不到|찾을 수 없
nie można odnaleźć|nije pronađen|ni bilo mogoče najti
""")
# Exchange Online refuses so, at its edge, whoever is not in the directory
_EDGE_REFUSAL = "recipient address rejected: access denied"
# a reply at the end of DATA comes from a filter: the server had taken the recipient before
_AFTER_DATA = (
    "end of data",
    ">>> data",
    "smtp command data",
    "did not like our final data",
    "sending data",
    "data command",
)
_HARD_STATUS = frozenset({"1.1", "1.2", "1.6", "1.10", "4.4"})
_SOFT_STATUS = frozenset({"1.7", "1.8", "2.2", "2.3", "3.4", "4.2", "4.6", "4.7", "6.0"})


def status_in(stated: str, told: str) -> str | None:
    """Return the enhanced status code: the one in the remote server's reply, else the report's own, x.0.0 last."""
    replied = _REPLY.search(told)
    if replied:
        return replied[1]
    codes = ["{}.{}.{}".format(*match.groups()) for text in (stated, told) for match in _STATUS.finditer(text)]
    failing = [code for code in codes if code[0] in "45"]
    return next((code for code in failing if not code.endswith(".0.0")), failing[0] if failing else None)


def is_hard(told: str, status: str | None, context: str = "") -> bool | None:
    """Return true when the address, its domain or its host does not exist, None when nothing tells.

    Words count before codes, as servers send 5.1.1 and 550 for policy, too.

    Args: told: the remote server's reply. context: what the report says around it, asked where the reply tells nothing.
    """
    words, around = " ".join(told.casefold().split()), " ".join(context.casefold().split())
    detail = status[2:] if status else ""
    if detail == "4.1" and _EDGE_REFUSAL in words:
        return True
    if status and (status[0] == "4" and detail != "4.4" or detail in _SOFT_STATUS or detail.startswith("7.")):
        return False
    verdict = _verdict(words, f"{words} {around}", detail)
    if verdict is None and around:
        verdict = _verdict(around, around, detail)
    return verdict if verdict is not None else (False if status or words or around else None)


def _verdict(words: str, around: str, detail: str) -> bool | None:
    if any(phrase in words for phrase in _EXISTS):
        return False
    if any(phrase in words for phrase in _HARD):
        # a pipelined DATA is refused together with the recipient: then the code or "need RCPT" says so
        after_data = any(phrase in around for phrase in _AFTER_DATA)
        return detail == "1.1" or "need rcpt" in around or not after_data
    if any(phrase in words for phrase in _SOFT):
        return False
    return True if detail in _HARD_STATUS else None
