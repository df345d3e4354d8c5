"""What somebody behind a mailed link has proposed: an officer sees all of it, then accepts it or puts it aside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from municipalities.permissions import can_keep_register
from overview import enquiries
from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.partners.permissions import can_hand_over, wants_second_step
from partnership.people import proposals, signin
from partnership.people.models import HandoverProposal, User


@require_http_methods(["GET", "POST"])
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """A municipality's answer to who its contact is."""
    asked = get_object_or_404(ContactEnquiry.objects.select_related("municipality", "seat"), pk=pk)
    if not can_keep_register(request.user):
        raise PermissionDenied
    if not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    assert isinstance(request.user, User)
    if asked.is_closed or not asked.is_answered:
        messages.info(request, _("There is no proposal to settle."))
        return redirect(asked.municipality)
    if request.method == "GET":
        return _page(
            request,
            title=_("%(place)s has answered who the contact is") % {"place": asked.municipality},
            proposed=asked,
            mark=asked.mark,
            said_by=asked.answered_by,
            loses=_loses(asked),
        )
    if request.POST.get("valg") != "godta":
        enquiries.dismiss(enquiry=asked, by=request.user)
        messages.info(request, _("The proposal is put aside."))
        return redirect(asked.municipality)
    try:
        told = enquiries.accept(enquiry=asked, seen=request.POST.get("svart", ""), by=request.user)
    except enquiries.AnsweredAnew:
        messages.error(request, _("The municipality has answered anew. Look at the new answer first."))
        return redirect(request.path)
    except ValidationError as error:
        return _refused(request, error)
    return _done(request, told, asked.municipality)


def _loses(asked: ContactEnquiry) -> User | None:
    """Who has had the role since the question was sent, or had it then, and is not the one that is proposed."""
    held = asked.seat.terms.current().holders().first() if asked.seat else None
    return held.person if held is not None and held.person.email != asked.email.lower() else None


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """What was answered to «still you?» without signing in."""
    proposal = get_object_or_404(HandoverProposal.objects.with_term(), pk=pk)
    term = proposal.term
    if not can_hand_over(request.user, term.seat):
        raise PermissionDenied
    assert isinstance(request.user, User)
    if wants_second_step(request.user, term.seat) and not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    if proposal.is_closed:
        messages.info(request, _("There is no proposal to settle."))
        return redirect("home")
    if request.method == "GET":
        words = {"name": term.person.name, "role": term.seat.title, "day": norwegian.format_day(proposal.on)}
        return _page(
            request,
            title=_("Hand over: %(role)s") % words,
            lead=_("Answered by the link in the mail to %(name)s, who is to have the role until %(day)s.") % words,
            proposed=proposal,
            is_contradicted=term.last_confirmed is not None and term.last_confirmed > proposal.proposed_at,
            holder=term.person,
        )
    if request.POST.get("valg") != "godta":
        proposals.dismiss(proposal=proposal, by=request.user)
        messages.info(request, _("The proposal is put aside."))
        return redirect("home")
    try:
        told = proposals.accept(proposal=proposal, by=request.user)
    except ValidationError as error:
        return _refused(request, error)
    return _done(request, told, "home")


def _page(request: HttpRequest, *, proposed: ContactEnquiry | HandoverProposal, **context: Any) -> HttpResponse:
    """With the person the address belongs to already, who is the one that gets the role."""
    known = User.objects.with_addresses([proposed.email.lower()]).first() if proposed.email else None
    is_other = known is not None and known.name != proposed.name
    context |= {"proposed": proposed, "known": known if is_other else None}
    return render(request, "overview/settle.html", context)


def _refused(request: HttpRequest, error: ValidationError) -> HttpResponse:
    for sentence in error.messages:
        messages.error(request, sentence)
    return redirect(request.path)


def _done(request: HttpRequest, told: list[str], target: Any) -> HttpResponse:
    for sentence in told or [_("Nothing was changed.")]:
        messages.success(request, sentence)
    return redirect(target)
