"""The ids, classes and borders by which mail programs tell history, wrote-lines and signatures apart."""

from __future__ import annotations

from app.domain.own_mark import HTML_MARK
from inbound.mail import MarkKind

# element ids, lower case, without the x_ that Outlook on the web puts before them
HISTORY_IDS: dict[str, MarkKind] = {
    "appendonsend": "history",  # Outlook on the web and mobile
    "applemailsignature": "signature",
    "composer_signature": "signature",  # Samsung
    "divrplyfwdmsg": "history",  # Outlook on the web
    "divtagdefaultwrapper_quote": "history",
    "isforwardcontent": "history",  # Tencent
    "isreplycontent": "history",
    "lineBreakAtBeginningOfSignature".lower(): "signature",  # iPhone
    "mail-editor-reference-message-container": "history",  # the new Outlook
    "ms-outlook-mobile-signature": "signature",
    "olk_src_body_section": "history",  # Outlook for Mac
    HTML_MARK: "history",  # our own mail, quoted
    "orc-reply-text": "history",
    "reply-intro": "attribution",  # Roundcube
    "replybody": "history",
    "replyseparator": "history",
    "replysplit": "history",
    "signature": "signature",
    "stopspelling": "history",  # Hotmail
    "zwchr": "history",  # Zimbra
}
_CLASSES: dict[str, MarkKind] = {
    "appleoriginalcontents": "history",
    "gmail_attr": "attribution",
    "gmail_signature": "signature",
    "gmail_signature_prefix": "signature",
    "moz-cite-prefix": "attribution",  # Thunderbird
    "moz-signature": "signature",
    "outlookmessageheader": "history",
    HTML_MARK: "history",
    "protonmail_signature_block": "signature",
    "yahoo_quoted": "history",
    "ydpyahoo_quoted": "history",
    "zmail_extra": "history",  # Zoho
}
# the grey line Outlook for Windows draws above the printed headers, by generation: 2007, 2010, 2013 and later
_BORDERS = ("#b5c4df", "#e1e1e1", "#b5c4df1.0pt", "windowtext1.0pt")


def kind_of_class(classes: str) -> MarkKind | None:
    """Return what the first known class says, or None."""
    for name in classes.lower().split():
        kind = _CLASSES.get(name.removeprefix("x_"))
        if kind:
            return kind
    return None


def history_style(style: str) -> bool:
    """Say whether a style is the rule Outlook draws above a printed header."""
    if "border" not in style or "solid" not in style:
        return False
    tight = style.replace(" ", "").replace("\n", "").replace("\r", "").lower()
    return "border:none;border-top:solid" in tight and any(border in tight for border in _BORDERS)
