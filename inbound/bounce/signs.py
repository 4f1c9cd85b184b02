"""Tells a mail system's report of a failed delivery from everything else."""

from __future__ import annotations

from inbound.forward.subject import is_forward_subject
from inbound.mail import Mail
from inbound.parse.addresses import ADDRESS, normal
from inbound.text.tables import entries

_DAEMONS = frozenset(
    entries("""
mailer-daemon|mailerdaemon|mail-daemon|mailer_daemon|mailer.daemon|maildaemon|mdaemon|postmaster|post_master|poostmaster
mail.delivery.system|mail-delivery-system|mail-delivery|mailsystem|mail.system|bounce|bounces|microsoftexchange
""")
)
_SUBJECTS = entries("""
undeliver|returned mail|returned to sender|delivery status notification|delivery failure|delivery notification
delivery has failed|mail delivery|failure notice|failure delivery
delivery failed|delivery error|delivery problem|could not be delivered|not delivered|cannot be delivered|non-delivery
nondeliver|message delivery|delayed mail|delivery delayed|delivery report
mail system error|non remis|unzustellbar|nicht zugestellt|nicht zustellbar|zustellung fehlgeschlagen
fehler bei der zustellung|zustellungsfehler|unzustellbare|mail failure|mailer error
failed mail|automatically rejected mail|message delayed|processing error|error sending your mail|unable to deliver
bounced|rejected:|mail could not|error during delivery|mailbox unavailable
échec de la remise|non distribué|échec de distribution|message non délivré|no se puede entregar|no entregado
entrega fallida|error de entrega|mancato recapito|mancata consegna|non recapitabile
niet bestelbaar|onbestelbaar|kan niet worden bezorgd|não entregue|falha na entrega|não foi possível entregar
kan inte levereras|niedostarczon|niedoręczon|nie można dostarczyć|kunde inte levereras|olevererat
не доставлено|недоставлен|не удалось доставить|配信できません|配信不能|エラーメール|退信|无法投递|無法投遞|未送达|배달 실패|반송|teslim edilemedi
iletilemedi|nedoručiteľ|nedoručiteln|kézbesíthetetlen
kan ikke leveres|ikke leveret|ei voitu toimittaa|toimitusvirhe|aws notification message|loop alert|not member
mail delivery warning|over quota|quota exceeded|warning: could not send|delivery status
""")
_TEXTS = entries("""
could not be delivered|couldn't be delivered|wasn't able to deliver|was not able to deliver|unable to deliver
has not been delivered|wasn't delivered|was not delivered|undeliverable
delivery has failed|delivery failed|delivery to the following|delivery of your message|delivery failure
failed to deliver|cannot be delivered|can not be delivered|could not deliver
the following address|these recipients|permanent error|permanent fatal errors|user unknown|unknown user|no such user
returned to sender|undelivered|not delivered|message was not
this is an automatically generated|mail server|rcpt to|smtp error|transcript of session|i'm afraid i
did not reach the following|your message did not reach|was rejected|has been rejected
konnte nicht zugestellt|nicht zugestellt werden|unzustellbar|folgende adresse|fehlgeschlagen|n'a pas pu être remis
gick inte att leverera|impossibile recapitare|échec de la remise|falha na entrega|levering mislykkedes
no se pudo entregar|non è stato possibile|kon niet worden bezorgd
não pôde ser entregue|nie mogła zostać|не может быть доставлено|не доставлено|配信できません|配送できません|无法投递
delivery status notification|bouncetype|will continue trying|delayed
error delivering|had delivery problems|non-delivered|送信できません|送信に失敗|not a member of this mailing list
duplicated message-id|automatically rejected|delivery attempts will|email returned
have a problem delivering|returning message to sender|non delivrable|delivery problem|attempting to deliver
bouncedrecipients|pas pu etre delivre
""")


_FAILURES = entries("""
could not be delivered|was not delivered|undeliverable|delivery has failed|delivery failed|automatically rejected
konnte nicht zugestellt|n'a pas pu etre delivre|n'a pas pu être remis|no se pudo entregar|non è stato possibile consegnare
""")
_ROBOTS = ("-admin", "-request", "-owner", "no-reply", "noreply", "smtp", "antivirus", "mailscanner", "mail-gateway")


def is_bounce(mail: Mail) -> bool:
    """Say whether ``mail`` reports that a delivery failed or is delayed.

    A delivery status part decides (RFC 3464); without one a mail system must be the sender, or the subject and the text
    together must say so and no person may have answered with it.
    """
    if mail.content_type == "multipart/report" and "feedback-report" in mail.header("content-type").lower():
        return False
    for attachment in mail.attachments:
        if attachment.content_type == "message/delivery-status":
            return _tells_failure(attachment.content)
        if attachment.content_type == "message/feedback-report":
            return False
    if mail.header("x-failed-recipients") or mail.from_address.lower().startswith("mailer-daemon@"):
        return True
    subject = mail.subject.casefold()
    said = any(phrase in subject for phrase in _SUBJECTS)
    if _from_daemon(mail):
        return said or _tells(mail.text[:6_000])
    if not said or mail.in_reply_to or is_forward_subject(mail.subject):
        return False
    if _from_nobody(mail):
        return _tells(mail.text[:6_000])
    # a person may ask about mail servers, so a report must open with the failure and name somebody
    start = mail.text[:600].casefold()
    return any(phrase in start for phrase in _FAILURES) and any(
        normal(match[0]) != mail.from_address for match in ADDRESS.finditer(start)
    )


def _tells(text: str) -> bool:
    words = text.casefold()
    return any(phrase in words for phrase in _TEXTS)


def is_delay(subject: str) -> bool:
    """Say whether a subject tells that delivery is only late and goes on being tried."""
    subject = subject.casefold()
    return any(word in subject for word in ("delay", "warning", "verzöger", "still being retried", "retard", "retras"))


def _from_daemon(mail: Mail) -> bool:
    """Say whether a mail system wrote this, by its address or by the sender on the envelope."""
    for address in (mail.from_address, mail.header("return-path").strip("<> ")):
        local = address.partition("@")[0].lower().rstrip("\\")
        if local in _DAEMONS or local.startswith(("mailer-daemon", "postmaster", "microsoftexchange")):
            return True
    return False


def _from_nobody(mail: Mail) -> bool:
    local = mail.from_address.partition("@")[0].lower()
    if not local or mail.header("return-path").strip() == "<>":
        return True
    return any(robot in local for robot in _ROBOTS)


def _tells_failure(report: bytes) -> bool:
    """Say whether a delivery status reports more than success; a report that names no action counts as a failure."""
    lowered = report.lower()
    if b"action:" not in lowered:
        return True
    actions = [line.partition(b":")[2].strip() for line in lowered.splitlines() if line.startswith(b"action:")]
    return any(not action.startswith((b"deliver", b"relay", b"expand")) for action in actions)
