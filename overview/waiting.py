"""What waits for officers across the apps: roles without a holder, proposals to accept, a list to check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Municipality
from overview.models import ContactEnquiry
from partnership.common.contributions import Action, Waiting
from partnership.common.norwegian import number_word
from partnership.common.probing import OfRows, Source
from partnership.partners.models import FundingCall, FundingScheme, InformationPage
from partnership.partners.permissions import can_hand_over
from partnership.partners.querysets import FundingCallQuerySet, FundingSchemeQuerySet
from partnership.people import roles
from partnership.people.models import HandoverProposal, User


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    if roles.has_role(user):
        yield OfRows(HandoverProposal.objects.open().with_term(), partial(_handovers, user=user), by_role=False)
    if roles.is_officer(user):
        yield OfRows(
            ContactEnquiry.objects.open().answered().select_related("municipality"), _proposals, by_role=False
        )
        yield OfRows(Municipality.objects.without_contact().order_by("sort_name"), _vacancies, by_role=False)
        yield from _funding(f"{on:%Y-%m}")
        yield from _pages(user, f"{on:%Y-%m}")


def _proposals(enquiries: Iterable[ContactEnquiry]) -> Iterator[Waiting]:
    for enquiry in enquiries:
        url = reverse("overview:settle_enquiry", args=[enquiry.pk])
        place = enquiry.municipality
        yield Waiting(
            key=f"enquiry:{enquiry.pk}:{enquiry.link_version}",
            title=_("%(place)s has answered who the contact is") % {"place": place},
            sentence=_("%(name)s, says %(who)s.") % {"name": enquiry.name, "who": enquiry.answered_by},
            url=url,
            minutes=1,
            weight=20,
            actions=(Action(_("See the proposal"), url, primary=True),),
        )


def _handovers(proposals: Iterable[HandoverProposal], user: User) -> Iterator[Waiting]:
    """What was answered to «still you?» without signing in."""
    for proposal in proposals:
        term = proposal.term
        if not term.is_current() or not can_hand_over(user, term.seat):
            continue
        url = reverse("overview:settle_handover", args=[proposal.pk])
        yield Waiting(
            key=f"handover-proposal:{proposal.pk}",
            title=_("Is %(role)s to be handed over?") % {"role": term.seat.title},
            sentence=_("That is what the link in the mail to %(name)s was answered with.")
            % {"name": term.person.name},
            url=url,
            minutes=1,
            weight=21,
            actions=(Action(_("See the proposal"), url, primary=True),),
        )


def _vacancies(places: Iterable[Municipality]) -> Iterator[Waiting]:
    vacant = list(places)
    if not vacant:
        return
    names = ", ".join(place.name for place in vacant[:5])
    more = len(vacant) - 5
    sentence = _("%(names)s and %(more)s more.") % {"names": names, "more": more} if more > 0 else f"{names}."
    url = reverse("overview:vacancies")
    title = ngettext("%(n)s municipality lacks a contact", "%(n)s municipalities lack a contact", len(vacant))
    title = title % {"n": number_word(len(vacant))}
    yield Waiting(
        key=f"vacant:{len(vacant)}",
        title=title[:1].upper() + title[1:],
        sentence=sentence,
        url=url,
        minutes=5,
        weight=60,
        actions=(Action(_("Write to postmottak"), url),),
    )


def _funding(month: str) -> Iterator[OfRows]:
    """What has been left unchecked, and what leads nowhere: told anew each month while it is so."""
    yield OfRows(FundingScheme.objects.to_check(), partial(_stale_schemes, month=month), by_role=False)
    yield OfRows(FundingCall.objects.to_check(), partial(_stale_calls, month=month), by_role=False)
    title = _("A call's link does not answer")
    yield _dead_links(f"links:fundingcall:{month}", title, FundingCall.objects.with_broken_link(), "fundingcall")
    title = _("A scheme's link does not answer")
    schemes = FundingScheme.objects.with_broken_link()
    yield _dead_links(f"links:fundingscheme:{month}", title, schemes, "fundingscheme")


def _stale_schemes(schemes: FundingSchemeQuerySet, month: str) -> Iterator[Waiting]:
    if count := schemes.count():
        text = ngettext(
            "One scheme has not been checked for half a year.",
            "%(n)s schemes have not been checked for half a year.",
            count,
        )
        title = _("The list of funding schemes must be checked")
        yield _to_check(f"schemes:{month}", title, text % {"n": count}, "fundingscheme", "checked=stale")


def _stale_calls(calls: FundingCallQuerySet, month: str) -> Iterator[Waiting]:
    if count := calls.count():
        text = ngettext(
            "One open call has not been checked for half a year, and is suggested to nobody.",
            "%(n)s open calls have not been checked for half a year, and are suggested to nobody.",
            count,
        )
        title = _("Open calls must be checked")
        yield _to_check(f"calls:{month}", title, text % {"n": count}, "fundingcall", "checked=stale")


def _dead_links(key: str, title: str, rows: QuerySet[Any], model: str) -> OfRows:
    return _named(rows, lambda names: _to_check(key, title, names, model, "link=broken"))


def _pages(user: User, month: str) -> Iterator[OfRows]:
    """What the person writes, alone or with the other advisers of the partner."""
    own, url = InformationPage.objects.written_by(user), reverse("pages:list") + "?vis=sjekk"
    for key, title, rows in (
        ("pages", _("Pages must be checked"), own.to_check()),
        ("page-links", _("A page has a link that does not answer"), own.with_broken_link()),
    ):
        yield _named(rows, partial(_to_look_at, f"{key}:{month}", title, url=url))


def _named(rows: QuerySet[Any], line: Callable[[str], Waiting]) -> OfRows:
    """One line, with the names of a few."""

    def make(found: Iterable[Any]) -> Iterator[Waiting]:
        if names := [str(row) for row in found]:
            yield line(_some(names))

    return OfRows(rows[:4], make, by_role=False)


def _some(names: list[str]) -> str:
    """At most three of the names."""
    shown = ", ".join(names[:3])
    return _("%(names)s and more.") % {"names": shown} if len(names) > 3 else f"{shown}."


def _to_check(key: str, title: str, sentence: str, model: str, query: str) -> Waiting:
    return _to_look_at(key, title, sentence, reverse(f"admin:partners_{model}_changelist") + f"?{query}")


def _to_look_at(key: str, title: str, sentence: str, url: str) -> Waiting:
    return Waiting(
        key=key,
        title=title,
        sentence=sentence,
        url=url,
        minutes=10,
        weight=80,
        actions=(Action(_("Check the list"), url),),
    )
