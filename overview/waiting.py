"""What waits for officers across the apps: roles without a holder, proposals to accept, a list to check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities import directory
from overview.models import ContactEnquiry
from partnership.common.contributions import Action, Waiting
from partnership.common.norwegian import number_word
from partnership.partners.models import FundingCall, FundingScheme, InformationPage
from partnership.partners.permissions import can_hand_over
from partnership.people import roles
from partnership.people.models import HandoverProposal, User


def waiting(user: User, on: dt.date) -> Iterator[Waiting]:
    if roles.has_role(user):
        yield from _handovers(user)
    if not roles.is_officer(user):
        return
    yield from _proposals()
    yield from _vacancies(on)
    yield from _funding(on)
    yield from _pages(user, on)


def _proposals() -> Iterator[Waiting]:
    for enquiry in ContactEnquiry.objects.open().answered().select_related("municipality"):
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


def _handovers(user: User) -> Iterator[Waiting]:
    """What was answered to «still you?» without signing in."""
    for proposal in HandoverProposal.objects.open().with_term():
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


def _vacancies(on: dt.date) -> Iterator[Waiting]:
    vacant = directory.entries(standing=directory.Standing.VACANT)
    if not vacant:
        return
    names = ", ".join(entry.municipality.name for entry in vacant[:5])
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


def _funding(on: dt.date) -> Iterator[Waiting]:
    """What has been left unchecked, and what leads nowhere: told anew each month while it is so."""
    month = f"{on:%Y-%m}"
    schemes, calls = FundingScheme.objects.to_check().count(), FundingCall.objects.to_check().count()
    if schemes:
        text = ngettext(
            "One scheme has not been checked for half a year.",
            "%(n)s schemes have not been checked for half a year.",
            schemes,
        )
        title = _("The list of funding schemes must be checked")
        yield _to_check(f"schemes:{month}", title, text % {"n": schemes}, "fundingscheme", "checked=stale")
    if calls:
        text = ngettext(
            "One open call has not been checked for half a year, and is suggested to nobody.",
            "%(n)s open calls have not been checked for half a year, and are suggested to nobody.",
            calls,
        )
        title = _("Open calls must be checked")
        yield _to_check(f"calls:{month}", title, text % {"n": calls}, "fundingcall", "checked=stale")
    yield from _dead_links(month)


def _dead_links(month: str) -> Iterator[Waiting]:
    for model, rows in (
        ("fundingcall", FundingCall.objects.with_broken_link()),
        ("fundingscheme", FundingScheme.objects.with_broken_link()),
    ):
        names = [str(row) for row in rows[:4]]
        if names:
            title = (
                _("A call's link does not answer") if model == "fundingcall" else _("A scheme's link does not answer")
            )
            yield _to_check(f"links:{model}:{month}", title, _some(names), model, "link=broken")


def _pages(user: User, on: dt.date) -> Iterator[Waiting]:
    """What the person writes, alone or with the other advisers of the partner."""
    own = InformationPage.objects.written_by(user)
    for key, title, rows in (
        ("pages", _("Pages must be checked"), own.to_check()),
        ("page-links", _("A page has a link that does not answer"), own.with_broken_link()),
    ):
        if names := [page.name for page in rows[:4]]:
            url = reverse("pages:list") + "?vis=sjekk"
            yield _to_look_at(f"{key}:{on:%Y-%m}", title, _some(names), url)


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
