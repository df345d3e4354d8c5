"""Groups, for the organiser: proposed, moved by hand, locked, mended, shown; and what every group is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings.day import following
from meetings.day.locking import of_day
from meetings.groups import composing, questions, seen
from meetings.groups.forms import GroupForm, SizeForm
from meetings.models import GroupMember, Invitation, Meeting, WorkGroup
from meetings.views.common import organised, posted_key


@never_cache
@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    """All groups, why they are so, and the buttons; POST does one thing and comes back."""
    meeting = organised(request, pk)
    form = SizeForm(initial={"size": getattr(getattr(meeting, "day", None), "size", 6)})
    if request.method == "POST":
        choice = request.POST.get("valg")
        form = SizeForm(request.POST) if choice == "forslag" else form
        if _must_be_asked(request, meeting) and (not form.is_bound or form.is_valid()):
            asked = {"meeting": meeting, "choice": choice, "size": request.POST.get("size", "")}
            return render(request, "meetings/groups_again.html", asked)
        if _do(request, meeting, form):
            return redirect("meetings:groups", pk)
    found = seen.overview(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "groups": found.groups,
        "found": found,
        "is_shown": seen.is_shown(meeting),
        "is_hybrid": meeting.has_room and meeting.is_digital,
        "may_undo": bool(getattr(getattr(meeting, "day", None), "proposal_before", None)),
        "questions": meeting.questions.all(),
    }
    return render(request, "meetings/groups.html", context, status=422 if form.errors else 200)


def _must_be_asked(request: HttpRequest, meeting: Meeting) -> bool:
    """What moves everybody while people see their group, and may be at work in it."""
    moves_all = request.POST.get("valg") in {"forslag", "plenum"} and "bekreft" not in request.POST
    return moves_all and seen.is_shown(meeting) and meeting.groups.exists()


def _do(request: HttpRequest, meeting: Meeting, form: SizeForm) -> bool:
    """Whether it was done; what was wrong is said on the page."""
    deeds: dict[str, Callable[[], str]] = {
        "forslag": partial(_proposed, request, meeting, form),
        "plenum": lambda: _plenary(meeting),
        "juster": lambda: _mended(meeting),
        "angre": lambda: _undone(meeting),
        "vis": lambda: _shown(meeting, True),
        "skjul": lambda: _shown(meeting, False),
    }
    deed = deeds.get(request.POST.get("valg", ""))
    if deed is None or (form.is_bound and not form.is_valid()):
        return deed is None
    try:
        messages.success(request, deed())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return True


def _proposed(request: HttpRequest, meeting: Meeting, form: SizeForm) -> str:
    size = form.cleaned_data["size"]
    made, wanted = composing.propose(meeting=meeting, size=size), composing.how_many(meeting, size)
    if len(made) > wanted:
        said = _(
            "There are %(n)s groups, and %(size)s in each would make %(wanted)s: groups with somebody locked or with "
            "notes stay. Unlock people to get fewer."
        )
        messages.warning(request, said % {"n": len(made), "size": size, "wanted": wanted})
    if seen.is_shown(meeting):
        return _("This is a new proposal with %(n)s groups. Everybody sees their new group now.") % {"n": len(made)}
    return _("Here is a proposal with %(n)s groups. Nobody sees it before you show it.") % {"n": len(made)}


def _plenary(meeting: Meeting) -> str:
    composing.plenary(meeting=meeting)
    return _("Everybody is in one group.")


def _undone(meeting: Meeting) -> str:
    composing.undo(meeting=meeting)
    return _("Undone. The groups are as they were before.")


def _mended(meeting: Meeting) -> str:
    came, went = composing.mend(meeting=meeting)
    return _("%(came)s got a seat, and %(went)s lost theirs.") % {"came": came, "went": went}


def _shown(meeting: Meeting, is_shown: bool) -> str:
    composing.show(meeting=meeting, is_shown=is_shown)
    return _("Everybody sees their own group now.") if is_shown else _("Nobody sees their group now.")


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """One person to another group: by the list beside the name, or dragged."""
    meeting = organised(request, pk)
    invitation = Invitation.objects.active().filter(meeting=meeting, pk=posted_key(request, "person")).first()
    group = WorkGroup.objects.of(meeting).filter(pk=posted_key(request, "gruppe")).first()
    if invitation is None or group is None:
        messages.error(request, _("The person or the group is not there any more. Nothing was moved."))
        return redirect("meetings:groups", pk)
    try:
        composing.move(meeting=meeting, invitation=invitation, group=group)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("meetings:groups", pk)
    names = {"name": invitation.name, "group": group.name}
    messages.success(request, _("%(name)s sits in %(group)s.") % names)
    on_screen = composing.is_on_screen(invitation, meeting)
    if on_screen and not group.is_digital:
        said = _(
            "%(name)s takes part on a screen, and %(group)s meets in the room. Give the group a link, or move "
            "%(name)s back."
        )
        messages.warning(request, said % names)
    elif group.is_digital and not on_screen:
        said = _(
            "%(name)s is in the room, and %(group)s meets on the screen. %(name)s must join from a screen there, or "
            "be moved back."
        )
        messages.warning(request, said % names)
    return redirect(f"{reverse('meetings:groups', args=[pk])}?flyttet={invitation.pk}")


@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, or with ``gruppe`` everybody in it."""
    meeting = organised(request, pk)
    members = GroupMember.objects.of(meeting)
    if request.POST.get("gruppe"):
        members = members.filter(group=posted_key(request, "gruppe"))
    else:
        members = members.filter(invitation=posted_key(request, "person"))
    composing.lock(meeting=meeting, members=members, is_locked=request.POST.get("valg") == "las")
    return redirect("meetings:groups", pk)


@never_cache
@require_http_methods(["GET", "POST"])
@transaction.atomic
def group(request: HttpRequest, pk: int, group_pk: int) -> HttpResponse:
    """Name, room, link, facilitator and note-taker of one."""
    meeting = organised(request, pk)
    if request.method == "POST":
        # Whoever is chosen sits there still when it is saved.
        of_day(meeting)
    found = get_object_or_404(WorkGroup.objects.of(meeting), pk=group_pk)
    form = GroupForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        following.touch(meeting.pk)
        return redirect("meetings:groups", pk)
    shown = get_object_or_404(WorkGroup.objects.of(meeting), pk=group_pk)
    context = {"meeting": meeting, "form": form, "group": shown}
    return render(request, "meetings/group.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def questions_to_groups(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    typed = request.POST.getlist("tekst")
    error = ""
    if request.method == "POST":
        try:
            questions.save(meeting=meeting, texts=typed)
        except ValidationError as refused:
            error = refused.messages[0]
        else:
            messages.success(request, _("Saved. Every group sees them on its sheet."))
            return redirect("meetings:groups", pk)
    context = {"meeting": meeting, "texts": questions.fields(meeting, typed), "error": error}
    return render(request, "meetings/questions.html", context, status=422 if error else 200)
