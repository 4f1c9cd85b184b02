"""The facts on a page, as label and value in the person's language and zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from app.domain.deal import Deal
from app.domain.lead import Lead
from app.domain.letters import LeadOffer, WhyYou
from app.domain.phone import readable
from app.domain.teaser import teaser
from app.mail.formats import day, instant, money, money_range, size
from app.mail.sentences import fit_line, hindrance_line, points_words, signed
from app.mail.words import Words
from app.service.deal_wording import deal_title
from app.service.queries.file_page import StoredFile
from app.service.queries.reward_page import RewardPage
from app.service.queries.wish_page import WishPage
from app.service.wording import teaser_of, title_of, veiled_place, veiled_title
from app.tokens import Wish
from app.web.pages import translator

_SHOWS_ALL = frozenset({"release", "discard", "requalify", "to_agency", "no_lead", "later", "merge", "keep_both"})


class Fact(NamedTuple):
    """One row of the table of facts."""

    label: str
    value: str


def subject_of(page: WishPage) -> str:
    """Return what the lead is called on this page: the customer's name only for those who may know it."""
    if page.deal is not None:
        about = deal_title(page.deal) if page.is_known else str(page.deal.fields.get("product") or "")
        return f"{page.deal.ref}: {about}" if about else page.deal.ref
    if page.rewards is not None:
        redemption = page.rewards.redemption
        return f"{redemption.ref}: {redemption.title}" if redemption else page.rewards.points.company.name
    if page.lead is None:
        return page.file.filename if page.file is not None else ""
    title = title_of(page.lead) if page.knows_customer else veiled_title(page.lead, page.person.language)
    return page.lead.ref if title == page.lead.ref else f"{page.lead.ref}: {title}"


def facts_of_page(page: WishPage, wish: Wish, words: Words) -> list[Fact]:
    """Return what a person should know before pressing; empty values are left out."""
    if page.deal is not None:
        shown = _registration(page.deal, page.person.zone, words, whole=page.is_known)
        return [fact for fact in shown if fact.value]
    if page.rewards is not None:
        return [fact for fact in _about_points(page.rewards, page.person.zone, words) if fact.value]
    if page.file is not None:
        return [fact for fact in _about_file(page, page.file, words) if fact.value]
    if page.lead is None:
        return [fact for fact in _about_mail(page, words) if fact.value]
    if page.offer is not None:
        rows = _teaser(page.offer, page.person.zone, words)
    elif not page.knows_customer:
        rows = iter(()) if page.is_known else _veiled(page.lead, page.person.zone, words)
    elif wish.name in _SHOWS_ALL:
        rows = _fields(page.lead, words)
    else:
        rows = _standing(page.lead, page.person.zone, words)
    if page.hindrance:
        return [_hindrance(page, words), *(fact for fact in rows if fact.value)]
    if page.goes_out_at is not None and page.offer is None:
        first = Fact(words.field("goes_out_at"), local(words, page.goes_out_at, page.person.zone))
        return [*(fact for fact in rows if fact.value), first]
    return [fact for fact in rows if fact.value]


def _hindrance(page: WishPage, words: Words) -> Fact:
    _ = translator(words)
    back_on = instant(page.back_on, page.person.zone, words.locale).day if page.back_on is not None else ""
    return Fact(_("Please note"), hindrance_line(page.hindrance, back_on, words))


def local(words: Words, at: datetime, zone: str) -> str:
    """Return an instant as the person reads it, the zone named."""
    return instant(at, zone, words.locale).local


def _teaser(offer: LeadOffer, zone: str, words: Words) -> Iterator[Fact]:
    _ = translator(words)
    yield Fact(_("Take it by"), local(words, offer.answer_by, zone))
    yield Fact(words.field("need"), offer.need)
    yield Fact(words.field("temperature"), words.value("temperature", offer.temperature))
    yield Fact(words.field("volume"), money_range(offer.volume_range, words.locale) if offer.volume_range else "")
    yield Fact(words.field("time_frame"), offer.time_frame)
    yield Fact(words.field("sector"), offer.sector)
    yield Fact(words.field("source"), words.value("source", offer.source))
    yield Fact(_("Why you"), ", ".join(_why(reason, words) for reason in offer.reasons[:3]))
    others = words.ngettext("%(count)s other partner", "%(count)s other partners", offer.others_count)
    yield Fact(_("Also asked"), others if offer.others_count else _("nobody else at the moment"))


def _why(reason: WhyYou, words: Words) -> str:
    fits = fit_line(reason, words)
    return f"{reason.name}: {fits}" if fits else reason.name


def _fields(lead: Lead, words: Words) -> Iterator[Fact]:
    for name, value in lead.fields.items():
        if name == "currency":
            continue
        label = words.field(name)
        if name.endswith("_cents"):
            yield Fact(label, money(int(value), str(lead.fields.get("currency") or lead.vendor.currency), words.locale))
        else:
            yield Fact(label, readable(value) if name == "contact_phone" else words.value(name, str(value)))


def _standing(lead: Lead, zone: str, words: Words) -> Iterator[Fact]:
    _ = translator(words)
    yield Fact(words.field("product"), str(lead.fields.get("product") or ""))
    yield Fact(words.field("reseller"), lead.holder.name if lead.holder else "")
    yield Fact(words.field("status"), words.value("status", lead.status or lead.state))
    yield Fact(words.field("amount"), _amount(lead, words))
    yield Fact(_("Answer due by"), local(words, lead.due_at, zone) if lead.due_at else "")
    yield Fact(_("More time asked for, until"), local(words, lead.asked_until, zone) if lead.asked_until else "")
    yield Fact(_("The customer was contacted, they say"), words.value("echo", lead.echo) if lead.echo else "")


def _veiled(lead: Lead, zone: str, words: Words) -> Iterator[Fact]:
    """Return what tells one lead from another to whoever has it, and nothing to a stranger. Source: rulebook 9.1."""
    _ = translator(words)
    shown = teaser_of(lead, words.language)
    yield Fact(words.field("product"), shown.product)
    yield Fact(words.field("region"), veiled_place(shown.region, words))
    yield Fact(words.field("temperature"), words.value("temperature", lead.temperature))
    yield Fact(words.field("status"), words.value("status", lead.status or lead.state))
    yield Fact(_("Answer due by"), local(words, lead.due_at, zone) if lead.due_at else "")
    yield Fact(_("More time asked for, until"), local(words, lead.asked_until, zone) if lead.asked_until else "")


def _registration(deal: Deal, zone: str, words: Words, *, whole: bool) -> Iterator[Fact]:
    _ = translator(words)
    yield Fact(words.field("company"), deal_title(deal) if whole else "")
    yield Fact(words.field("reseller"), deal.reseller.name if whole else "")
    for name in ("postcode", "city", "product", "time_frame") if whole else ("product", "time_frame"):
        yield Fact(words.field(name), str(deal.fields.get(name) or ""))
    if not whole:
        fields = {"country": deal.vendor.country, **deal.fields}
        region = teaser(fields, words.language, deal.vendor.products).region
        yield Fact(words.field("region"), veiled_place(region, words))
    yield Fact(_("Registered on"), local(words, deal.registered_at, zone))
    yield Fact(_("Check for conflicts"), words.value("answer", deal.answer) if deal.answer else "")
    yield Fact(words.field("status"), words.value("standing", deal.state))
    yield Fact(_("Protected until"), local(words, deal.protected_until, zone) if deal.protected_until else "")
    yield Fact(_("Asked for more time"), (deal.extension_reason or "") if whole else "")


def _about_points(page: RewardPage, zone: str, words: Words) -> Iterator[Fact]:
    _ = translator(words)
    balance = page.points.standing.balance
    if page.redemption is not None:
        yield Fact(words.field("reseller"), page.points.company.name)
        yield Fact(words.field("person"), page.redemption.asker.name)
        yield Fact(_("Costs"), points_words(page.redemption.points, words))
        yield Fact(_("Asked on"), local(words, page.redemption.asked_at, zone))
        yield Fact(words.field("status"), words.value("standing", page.redemption.state))
    if page.reward is not None:
        yield Fact(_("Costs"), points_words(page.reward.points, words))
    if page.entry is not None:
        yield Fact(words.field("points"), signed(page.entry.points, words))
        yield Fact(words.field("reason"), page.entry.note or "")
    yield Fact(words.field("balance"), points_words(balance, words))


def _amount(lead: Lead, words: Words) -> str:
    if lead.amount_cents is None:
        return ""
    return money(lead.amount_cents, lead.currency or lead.vendor.currency, words.locale)


def _about_mail(page: WishPage, words: Words) -> Iterator[Fact]:
    _ = translator(words)
    if page.pending is not None:
        yield Fact(_("Asked for"), words.value("wish", page.pending.wish))
        yield Fact(_("Asked on"), local(words, page.pending.asked_at, page.person.zone))


def _about_file(page: WishPage, file: StoredFile, words: Words) -> Iterator[Fact]:
    """Return what the file is; its name may be a customer's, so a stranger is told of material only."""
    _ = translator(words)
    yield Fact(_("File"), file.filename if page.is_known or file.is_material else "")
    yield Fact(_("Size"), size(file.size_bytes, words.locale))


def outcome_facts(facts: dict[str, Any], zone: str, words: Words) -> list[Fact]:
    """Return what an answer page adds: the instants that follow from what was done."""
    _ = translator(words)
    labels = {
        "first_feedback_by": _("First feedback due by"),
        "next_due_by": _("Next answer due by"),
        "undo_until": _("Undo until"),
        "until": words.field("until"),
        "goes_out_at": words.field("goes_out_at"),
    }
    found = ((label, facts.get(name)) for name, label in labels.items())
    rows = [Fact(label, local(words, datetime.fromisoformat(at), zone)) for label, at in found if at]
    if back_on := facts.get("back_on"):
        rows.append(Fact(_("Back on"), day(date.fromisoformat(back_on), words.locale).local))
    if away_until := facts.get("away_until"):
        back = datetime.fromisoformat(away_until).astimezone(ZoneInfo(zone)).date()
        rows.append(Fact(_("The partner’s person is away until"), day(back, words.locale).local))
        rows.append(Fact(words.field("deputy"), facts.get("deputy") or _("nobody stands in")))
    if missing := facts.get("missing"):
        rows.append(Fact(_("Still missing"), ", ".join(words.field(name) for name in missing)))
    rows += [Fact(words.field("mail_list"), words.value("mail_list", one)) for one in facts.get("lists", ())]
    rows += [Fact(words.field("switched_off"), words.value("switched_off", one)) for one in facts.get("still_off", ())]
    if "balance" in facts:
        rows.append(Fact(words.field("balance"), points_words(int(facts["balance"]), words)))
    if asked := facts.get("asked"):
        rows.append(Fact(_("Asked now"), words.ngettext("%(count)s partner", "%(count)s partners", int(asked))))
    return rows
