"""From a letter in the outbox to the bytes that leave: rendered, addressed, signed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.domain.deal import Deal
from app.domain.files import Attachment, Material
from app.domain.lead import Lead
from app.domain.letters import Action, from_json
from app.domain.letters.lists import list_of
from app.domain.people import Person, Vendor
from app.domain.receipt import ReceiptKeys
from app.mail.answers import answering
from app.mail.attachments import CALENDAR_TYPE, VCARD_TYPE, Contact, calendar_entry, vcard
from app.mail.brand import Brand
from app.mail.dkim import DkimSigner
from app.mail.headers import wire_address
from app.mail.message import Attachment as MailAttachment
from app.mail.message import InlineImage, OutgoingMail, build
from app.mail.render import FooterLinks, Recipient, Renderer
from app.mail.transport import Sendable
from app.mail.words import Words, words_in
from app.service.deal_wording import RECEIPT, receipt_name, receipt_of
from app.service.import_wording import REFUSED_ROWS, has_refused, refused_file
from app.service.queries.file_page import FETCH
from app.service.times import LINK_TO_FILE_LASTS, LINKS_LAST
from app.service.wording import contact_name, title_of
from app.settings import Settings
from app.store.imports import ImportFile
from app.store.outbox import Post, PostBytes, sent_in_thread
from app.tokens import Tokens, Wish

FOOTER_DAYS = 400
HOUSE = "Pickpost"


@dataclass(frozen=True)
class Addresses:
    """The addresses of the installation at its mail domain. Source: design 4."""

    mail_domain: str

    def reply(self, key: str) -> str:
        """Return where the answer to one letter goes."""
        return f"reply+{key}@{self.mail_domain}"

    @property
    def sender(self) -> str:
        """Return the From of every letter."""
        return f"pickpost@{self.mail_domain}"


class Composer:
    """Makes the bytes of letters; the same letter gives the same bytes, so that a retry is the same mail."""

    def __init__(self, settings: Settings, tokens: Tokens, renderer: Renderer, signer: DkimSigner | None) -> None:
        self._settings = settings
        self._tokens = tokens
        self._renderer = renderer
        self._signer = signer
        self._addresses = Addresses(settings.mail_domain)

    def compose(self, session: Session, post: Post) -> Sendable:
        """Return a letter ready to go, and keep its bytes until it is sent.

        Args: session: of a writing transaction; the first call stores the bytes, later ones give the same.
        Raises: KeyError, jinja2.TemplateError, UnsafeField: the letter cannot be made.
        """
        key = self._tokens.reply_key(post.id)
        person = session.get_one(Person, post.to_person_id)
        kept = session.get(PostBytes, post.id)
        if kept is None:
            post.message_id = f"<{key}@{self._settings.mail_domain}>"
            kept = PostBytes(post_id=post.id, content=self._bytes(session, post, person, key))
            session.add(kept)
        return Sendable(post.id, self._addresses.reply(key), wire_address("rcpt_to", person.address), kept.content)

    def once_more(self, session: Session, post: Post) -> bytes | None:
        """Return a letter as it was sent, or nearly so, for its reader's own copy; None when its content is gone."""
        if not post.context or post.message_id is None:
            return None
        return self._bytes(session, post, session.get_one(Person, post.to_person_id), self._tokens.reply_key(post.id))

    def _bytes(self, session: Session, post: Post, person: Person, key: str) -> bytes:
        vendor = session.get(Vendor, post.vendor_id) if post.vendor_id else None
        logo = vendor.brand_logo if vendor else None
        words = words_in(person.language)
        topic = f"L-{post.lead_id}" if post.lead_id else _deal_ref(post)
        links = answering(lambda action: self._link(post, action), self._addresses.reply(key), topic, words)
        mail_list = list_of(post.kind, post.context)
        footer = self._footer(post, mail_list)
        rendered = self._renderer.render(
            from_json(post.kind, dict(post.context)), Recipient(person.name, person.language, person.zone),
            _brand(vendor, self._settings.mail_domain), links, footer, post.cleared_at or post.send_at,
        )  # fmt: skip
        assert post.message_id is not None
        mail = OutgoingMail(
            from_name=vendor.name if vendor else HOUSE, from_address=self._addresses.sender, to_name=person.name,
            to_address=person.address, subject=rendered.subject, html=rendered.html, text=rendered.text,
            message_id=post.message_id, date=post.send_at, references=self._references(session, post),
            in_reply_to=post.in_reply_to, reply_to=str(post.context.get("answers_to") or self._addresses.reply(key)),
            list_id=f"{mail_list}.{vendor.slug if vendor else 'pickpost'}.{self._settings.mail_domain}",
            list_unsubscribe_https=footer.unsubscribe,
            list_unsubscribe_mailto=f"mailto:{self._addresses.reply(key)}?subject=STOP",
            feedback_id=f"{post.kind}:{vendor.slug if vendor else 'pickpost'}:{mail_list}:pickpost",
            language=words.language, attachments=self._attachments(session, post, words),
            inline_images=_images(logo, self._settings.mail_domain),
        )  # fmt: skip
        content = build(mail)
        return self._signer.sign(content, post.send_at) if self._signer else content

    def _link(self, post: Post, action: Action) -> str:
        is_short = action.wish in (FETCH, "trust_device")
        expires_at = post.send_at + (LINK_TO_FILE_LASTS if is_short else LINKS_LAST)
        wish = Wish(action.wish, post.to_person_id, action.object_id, action.option, expires_at)
        return f"{self._settings.base_url}/a/{self._tokens.link(wish)}"

    def _footer(self, post: Post, mail_list: str) -> FooterLinks:
        expires_at = _expiry(post.send_at, FOOTER_DAYS)

        def link(name: str, option: str = "") -> str:
            wish = Wish(name, post.to_person_id, post.vendor_id or 0, option, expires_at)
            return f"{self._settings.base_url}/a/{self._tokens.link(wish)}"

        receipts = f"{self._settings.base_url}/receipts"
        return FooterLinks(link("preferences"), link("absence"), link("unsubscribe", mail_list), receipts)

    def _references(self, session: Session, post: Post) -> tuple[str, ...]:
        sent = sent_in_thread(session, post.to_person_id, post.thread)
        return tuple(dict.fromkeys([*sent, *([post.in_reply_to] if post.in_reply_to else [])]))

    def _attachments(self, session: Session, post: Post, words: Words) -> tuple[MailAttachment, ...]:
        lead = session.get(Lead, post.lead_id) if post.lead_id else None
        parts = []
        for part in post.attachments:
            if part["kind"] == "lead_attachment":
                parts.append(_stored(session.get(Attachment, part["object_id"])))
            elif part["kind"] == "material":
                parts.append(_stored(session.get(Material, part["object_id"])))
            elif part["kind"] == REFUSED_ROWS:
                parts.append(_refused(session, part["object_id"], words))
            elif part["kind"] == RECEIPT:
                parts.append(self._receipt(session, session.get_one(Deal, part["object_id"])))
            elif lead is not None:
                parts.append(_card(lead) if part["kind"] == "vcard" else self._calendar(session, lead, post))
        return tuple(part for part in parts if part is not None)

    def _receipt(self, session: Session, deal: Deal) -> MailAttachment:
        """Return the signed receipt of a protection. Source: rulebook 7.4."""
        approved_by = session.get_one(Person, deal.decided_by)
        content = ReceiptKeys(self._settings.secret_keys).sign(receipt_of(deal, approved_by))
        return MailAttachment(receipt_name(deal), "application/json", content)

    def _calendar(self, session: Session, lead: Lead, post: Post) -> MailAttachment | None:
        """Return the deadline that the letter names, as an entry that warns a day before.

        Its organizer is the letter's reply address: there programs send that it was moved or declined.
        """
        due_at = post.context.get("first_feedback_by")
        if not due_at:
            return None
        title = f"{lead.ref}: {title_of(lead)}"
        reader = session.get_one(Person, post.to_person_id)
        phone = str(lead.fields.get("contact_phone") or "")
        content = calendar_entry(
            uid=f"lead-{lead.id}@{self._settings.mail_domain}", title=title, due_at=datetime.fromisoformat(due_at),
            description=" ".join(part for part in (title, contact_name(lead), phone) if part),
            url=self._link(post, Action("open", lead.id)), stamped_at=post.send_at,
            organizer_address=self._addresses.reply(self._tokens.reply_key(post.id)), organizer_name=lead.vendor.name,
            attendee_address=wire_address("rcpt_to", reader.address), attendee_name=reader.name,
        )  # fmt: skip
        return MailAttachment(f"{lead.ref}.ics", CALENDAR_TYPE, content)


def _deal_ref(post: Post) -> str:
    """Return the registration that a letter is about; empty for one about anything else."""
    kind, _, number = post.thread.partition(":")
    return f"D-{number}" if kind == "deal" else ""


def _stored(file: Attachment | Material | None) -> MailAttachment | None:
    """A file may be gone by now: a programme loaded anew replaces its materials."""
    return MailAttachment(file.filename, file.content_type, file.content) if file else None


def _refused(session: Session, file_id: int, words: Words) -> MailAttachment | None:
    """Return the rows of a list that were not imported, unless their time was over before the letter went."""
    file = session.get(ImportFile, file_id)
    if file is None or not has_refused(session, file):
        return None
    name, content = refused_file(session, file, words)
    return MailAttachment(name, "text/csv", content)


def _card(lead: Lead) -> MailAttachment:
    of = {name.removeprefix("contact_"): str(value) for name, value in lead.fields.items()}
    contact = Contact(**{field.name: of.get(field.name, "") for field in fields(Contact)})
    if not contact.last_name and not contact.company:
        contact = replace(contact, company=lead.ref)
    return MailAttachment(f"{lead.ref}.vcf", VCARD_TYPE, vcard(contact))


def _brand(vendor: Vendor | None, mail_domain: str) -> Brand:
    if vendor is None:
        return Brand(HOUSE)
    imprint = str(vendor.programme.get("imprint") or "")
    return Brand(vendor.name, vendor.brand_colour, _logo_cid(mail_domain) if vendor.brand_logo else None, imprint)


def _logo_cid(mail_domain: str) -> str:
    return f"logo@{mail_domain}"


def _images(logo: bytes | None, mail_domain: str) -> tuple[InlineImage, ...]:
    return (InlineImage(_logo_cid(mail_domain), _image_type(logo), logo),) if logo else ()


def _image_type(content: bytes) -> str:
    return "image/jpeg" if content.startswith(b"\xff\xd8") else "image/png"


def _expiry(sent_at: datetime, days: int) -> datetime:
    return sent_at + timedelta(days=days)
