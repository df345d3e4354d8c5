"""What the organiser asks; what people say to it, by the mailed link or signed in; and what the host must arrange."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings.invitations import answering, wishing
from meetings.invitations.wish_forms import AsksForm, WishForm
from meetings.models import Invitation
from meetings.models.invitation import PURPOSE
from meetings.permissions import can_see_needs
from meetings.views.answers import by_token, closed
from meetings.views.common import me, organised, visible
from meetings.views.detail import own_invitation
from partnership.common import exports
from partnership.common.limits import by_link, by_person, limited, limited_link


@require_http_methods(["GET", "POST"])
def asks(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    form, lost = AsksForm(request.POST or None, meeting=meeting), dict[str, str]()
    # Nothing ticked is a choice too, and an empty form is not bound.
    if request.method == "POST":
        form = AsksForm(request.POST, meeting=meeting)
        lost = wishing.lost(meeting, form.cleaned_data["asks"]) if form.is_valid() else {}
        if form.is_valid() and lost.keys() <= set(request.POST.getlist("bekreft")):
            wishing.ask(meeting=meeting, kinds=form.cleaned_data["asks"])
            messages.success(request, _("Saved. Nothing has been sent."))
            return redirect(meeting)
    context = {"meeting": meeting, "form": form, "lost": lost}
    return render(request, "meetings/asks.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@limited("wishes", 60, by_person)
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own, signed in."""
    meeting = visible(request, pk)
    invitation = own_invitation(me(request), meeting)
    if invitation is None:
        raise Http404
    invitation.meeting = meeting
    return _wishes(request, invitation, back=meeting.get_absolute_url(), base="base.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
@limited("wishes", 30, by_link)
def wishes_by_link(request: HttpRequest, token: str) -> HttpResponse:
    invitation = by_token(token)
    if invitation is None or not answering.can_still_answer(invitation):
        return closed(request, invitation, token)
    return _wishes(request, invitation, back=reverse("answers:answer", args=[token]), base="bare.html")


def _wishes(request: HttpRequest, invitation: Invitation, *, back: str, base: str) -> HttpResponse:
    meeting = invitation.meeting
    if not answering.can_still_answer(invitation) or not wishing.asked_of(invitation):
        return redirect(back)
    form = WishForm(request.POST if request.method == "POST" else None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        is_own = request.user.is_authenticated and request.user.pk == invitation.person_id
        wishing.say(invitation=invitation, said=form.said(), by=me(request) if is_own else None)
        messages.success(request, _("Thank you. You can change it until the meeting is over."))
        return redirect(back)
    context = {"meeting": meeting, "invitation": invitation, "form": form, "back": back, "base": base}
    return render(request, "meetings/wishes.html", context, status=422 if form.errors else 200)


@require_safe
def brought(request: HttpRequest, pk: int) -> HttpResponse:
    """Themes and cases, for those who plan it."""
    meeting = organised(request, pk)
    return render(request, "meetings/brought.html", {"meeting": meeting, "brought": wishing.brought(meeting)})


@never_cache
@require_safe
def needs(request: HttpRequest, pk: int) -> HttpResponse:
    """For the host, and whoever was host when it was said; without names."""
    meeting = organised(request, pk)
    if not can_see_needs(request.user, meeting):
        raise PermissionDenied
    rows = wishing.needs(meeting, me(request))
    if request.GET.get("som") == "xlsx":
        return exports.xlsx_response(f"behov-{meeting.pk}", [_("What"), _("How many")], rows)
    context = {
        "meeting": meeting,
        "rows": rows,
        "days": wishing.KEPT_DAYS,
        "others": wishing.told_to_others(meeting, me(request)),
    }
    return render(request, "meetings/needs.html", context)
