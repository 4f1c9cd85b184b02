"""Judges from a report's words and codes whether an address, its domain or its host does not exist."""
from __future__ import annotations

import re

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]|\d)")

_SOFT = tuple("""
mailbox full|mailbox is full|over quota|overquota|quota exceeded|exceeded quota|quota|exceeds the|mailbox size|storage|disk full|too large|too big|size limit|exceed
spam|blocked|blacklist|blocklist|black list|rbl|reputation|policy|rejected due|content|virus|dmarc|spf|dkim|authentication required|relay|not permitted|access denied|refused
greylist|try again|timed out|timeout|temporar|deferred|too many|rate limit|throttl|connection|loop|hop count|tls|certificate|not authorized|not allowed|permission|restricted
sender address|sender rejected|sender domain|bad sender|sender verify|reverse dns|ptr record|helo|ehlo|syntax error|message-id|expired|not member|suspended for|insufficient
""".replace("\n", "|").strip("|").split("|"))
_HARD = tuple("""
user unknown|unknown user|no such user|unknown recipient|recipient unknown|no such recipient|user not found|user does not exist|does not exist|doesn't exist|not exist|no mailbox here
unknown address|address unknown|invalid recipient|invalid mailbox|invalid address|no such mailbox|mailbox unavailable|mailbox not found|unknown mailbox|not listed in|no such address|no such person
recipient not found|recipientnotfound|addressee unknown|unknown local|no such local|unrouteable|unroutable|unrouteable|host unknown|unknown host|host not found|domain not found|unknown domain
no such domain|domain does not|name or service not known|name service error|nxdomain|no mx|no such host|couldn't find any host|is disabled|account disabled|been disabled|mailbox disabled
inactive|no longer|not a valid|is not valid|no valid|address rejected|undeliverable address|couldn't be found|wasn't found|could not be found|isn't known|is not known|not our customer|no account
not known|unknown or illegal|user is unknown|bad destination|no user|doesn't have a|does not have a|mailbox does|has moved|unbekannt|existiert nicht|nicht gefunden|inconnu|n'existe pas|desconocid
no existe|sconosciuto|non esiste|onbekend|bestaat niet|nie istnieje|finns inte|не существует|неизвест|does not accept|null mx|存在しません|不存在|allocated to|not recognized|account has been
""".replace("\n", "|").strip("|").split("|"))
_HARD_STATUS = frozenset({"1.1", "1.2", "1.6", "1.10", "2.1", "4.4"})
_SOFT_STATUS = frozenset({"1.7", "1.8", "2.2", "2.3", "3.4", "4.1", "4.2", "4.6", "4.7"})


def status_in(stated: str, told: str) -> str | None:
    """Return the enhanced status code: the report's own unless it says nothing (x.0.0) and its words say more."""
    codes = ["{}.{}.{}".format(*match.groups()) for text in (stated, told) for match in _STATUS.finditer(text)]
    failing = [code for code in codes if code[0] in "45"]
    return next((code for code in failing if not code.endswith(".0.0")), failing[0] if failing else None)


def is_hard(told: str, status: str | None) -> bool | None:
    """Return true when the address, its domain or its host does not exist, None when nothing tells.

    Words count before codes: servers send 5.1.1 and 550 for policy, too.
    """
    words = told.casefold()
    detail = status[2:] if status else ""
    if any(phrase in words for phrase in _HARD):
        return not (detail in _SOFT_STATUS or detail.startswith("7.") and not status == "5.7.1" and "unknown" not in words)
    if any(phrase in words for phrase in _SOFT):
        return False
    if detail in _HARD_STATUS and status and status[0] == "5":
        return True
    return False if status or words else None
