"""Follow-ups: one's own, done by a press from the mail or signed in, and put right or taken out by an organiser."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings import naming
from meetings.after import following_up
from meetings.after.outcome_forms import DoneForm, FollowUpChangeForm
from meetings.models import FollowUp
from meetings.models.outcomes import FOLLOW_UP
from meetings.permissions import can_finish, can_organise, link_finishes
from meetings.views.common import me
from partnership.common import links
from partnership.common.limits import by_link, limited, limited_link
from partnership.people.models import User


@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """One's own, in all meetings: open ones first, by date."""
    mine = FollowUp.objects.of_responsible(me(request)).for_page()
    opened = naming.name_meetings(mine.open(), me(request))
    done = naming.name_meetings(mine.exclude(done_at=None).order_by("-done_at")[:20], me(request))
    return render(request, "meetings/follow_ups.html", {"open": opened, "done": done})


@never_cache
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, follow_up_pk: int) -> HttpResponse:
    """Signed in: whoever is responsible, or an organiser."""
    found = _visible(request, follow_up_pk)
    if not can_finish(request.user, found):
        raise PermissionDenied
    context = {
        "base": "base.html",
        "may_undo": found.is_done,
        "organises": can_organise(request.user, found.meeting),
    }
    return _follow_up(request, found, me(request), request.path, context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(FOLLOW_UP)
@limited("follow-up", 30, by_link)
def follow_up_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail: GET shows, POST is done, by the one it was mailed to and while they answer for it."""
    found, person = _behind(token)
    if found is None or person is None:
        return render(request, "meetings/follow_up_closed.html", status=404)
    context = {"base": "bare.html", "may_undo": following_up.may_undo_by_link(found, person), "organises": False}
    return _follow_up(request, found, person, reverse("answers:follow_up", args=[token]), context)


@never_cache
@require_http_methods(["GET", "POST"])
@transaction.atomic
def change(request: HttpRequest, follow_up_pk: int) -> HttpResponse:
    found = _organised(request, follow_up_pk)
    form = FollowUpChangeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            to = following_up.responsible(data["responsible"])
            following_up.change(follow_up=found, text=data["text"], to=to, due=data["due"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:outcomes", found.meeting_id)
    context = {"follow_up": found, "meeting": found.meeting, "form": form}
    return render(request, "meetings/follow_up_change.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def removal(request: HttpRequest, follow_up_pk: int) -> HttpResponse:
    """GET asks, POST takes it out."""
    found = _organised(request, follow_up_pk)
    if request.method == "POST":
        following_up.remove(follow_up=found)
        messages.success(request, _("Taken out: «%(text)s»") % {"text": found.text})
        return redirect("meetings:outcomes", found.meeting_id)
    return render(request, "meetings/follow_up_removal.html", {"follow_up": found, "meeting": found.meeting})


def _visible(request: HttpRequest, pk: int) -> FollowUp:
    return get_object_or_404(FollowUp.objects.visible_to(request.user).for_page(), pk=pk)


def _organised(request: HttpRequest, pk: int) -> FollowUp:
    found = _visible(request, pk)
    if not can_organise(request.user, found.meeting):
        raise PermissionDenied
    return found


def _behind(token: str) -> tuple[FollowUp | None, User | None]:
    """Nobody once the person no longer answers for it."""
    try:
        behind = FollowUp.behind(links.read(FOLLOW_UP, token))
    except links.BadLink:
        return None, None
    if behind is None:
        return None, None
    found, key = behind
    person = User.objects.active().filter(pk=key).first()
    return (found, person) if person and link_finishes(person, found) else (None, None)


def _follow_up(
    request: HttpRequest, found: FollowUp, by: User, address: str, context: dict[str, object]
) -> HttpResponse:
    form = DoneForm(request.POST if request.POST.get("valg") == "gjort" else None)
    if request.POST.get("valg") == "angre":
        if context["may_undo"]:
            following_up.reopen(follow_up=found)
            messages.success(request, _("It is open again."))
        return redirect(address)
    if form.is_bound and form.is_valid():
        following_up.mark_done(follow_up=found, by=by, note=form.cleaned_data["note"])
        messages.success(request, _("Done. Thank you."))
        return redirect(address)
    naming.name_meetings([found], by)
    context |= {"follow_up": found, "form": form}
    return render(request, "meetings/follow_up.html", context, status=422 if form.errors else 200)
