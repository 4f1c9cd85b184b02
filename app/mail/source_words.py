"""What vendors' people write for where a lead came from, in small letters; any other word stays as it was given."""

from __future__ import annotations

from app.mail.marking import N_

SOURCES = {
    written: word
    for word, spellings in (
        (N_("trade fair"), ("fair", "trade fair", "trade-fair", "tradefair", "trade show", "messe")),
        (N_("web form"), ("web form", "webform", "web-form", "contact form", "webformular", "kontaktformular")),
        (N_("website"), ("website", "web", "webseite", "homepage")),
        (N_("referral"), ("referral", "recommendation", "word of mouth", "empfehlung")),
        (N_("phone"), ("phone", "telephone", "call", "phone call", "telefon", "anruf")),
        (N_("e-mail"), ("e-mail", "email", "mail")),
        (N_("mailing"), ("mailing", "newsletter")),
        (N_("event"), ("event", "veranstaltung")),
        (N_("webinar"), ("webinar",)),
        (N_("advertisement"), ("advertisement", "advertising", "ad", "ads", "anzeige", "werbung")),
        (N_("social media"), ("social media", "social", "social-media", "soziale medien")),
        (N_("existing customer"), ("existing customer", "bestandskunde")),
        (N_("visit"), ("visit", "besuch")),
    )
    for written in spellings
}
