"""A meeting's page: the question first, then answer, programme, sums, materials; and the organiser's tools."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings.after import came_of, since_last
from meetings.groups import seen
from meetings.invitations import answering, waiting_list, wishing
from meetings.mailing import feeds, told
from meetings.models import Answer, Asks, DatePoll, Invitation, Meeting, Minutes, NoteField, Reply, Source
from meetings.permissions import can_answer, can_join, can_organise, can_read_minutes, can_see_needs, slots_to_fill
from meetings.planning import audience, next_step, programme
from meetings.views.common import me, visible
from partnership.common.limits import by_person, limited
from partnership.people.models import User

SUMS = ("invited", "comes", "maybe", "declined", "silent", "waiting", "present")


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A stranger is asked to sign in, whether the meeting exists or not: mails lead here."""
    try:
        meeting = visible(request, pk)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())
    organises = can_organise(request.user, meeting)
    joins = organises or can_join(request.user, meeting)
    if not organises:
        meeting = told.as_known([meeting])[meeting.pk]
    entries = programme.schedule(meeting)
    invitation = own_invitation(request.user, meeting)
    if invitation:
        invitation.meeting = meeting
    context: dict[str, Any] = {
        "meeting": meeting,
        "entries": entries,
        "slots_to_fill": slots_to_fill(request.user, [entry.item for entry in entries]),
        "invitation": invitation,
        **(answer_context(invitation) if invitation else {}),
        **(wish_context(invitation, reverse("meetings:wishes", args=[pk])) if invitation else {}),
        "can_join": joins,
        "is_the_day": meeting.is_the_day,
        "receipt": receipt(request),
        "wants_answer": invitation is not None and not invitation.reply and meeting.takes_answers,
        "since": since_last.seen_by(request.user, meeting, invitation) if joins else None,
        "materials": [one for one in meeting.materials.all() if joins or not one.file],
    }
    if meeting.is_over and not meeting.is_cancelled:
        context |= _minutes(request, meeting, organises=organises)
        context["came_of"] = _came_of(request, meeting, joins=joins)
    if request.user.is_authenticated:
        rows = Invitation.objects.active().sent().filter(meeting=meeting)
        roles = rows.sums_by_role()
        context |= {"sums": {name: sum(row[name] for row in roles) for name in SUMS}, "roles": roles}
    if organises:
        context |= _for_organiser(me(request), meeting, entries, context["sums"])
    return render(request, "meetings/detail.html", context)


def _came_of(request: HttpRequest, meeting: Meeting, *, joins: bool) -> dict[str, object]:
    """Shown to who may join; whoever else sees the page reads what was written for the thanks alone."""
    if not joins:
        return {"agreements": [], "follow_ups": []}
    return {
        "agreements": came_of.agreements(meeting),
        "follow_ups": came_of.follow_ups(meeting, came_of.Reader(request.user)),
        "has_notes": NoteField.objects.of(meeting).written().exists(),
    }


def _minutes(request: HttpRequest, meeting: Meeting, *, organises: bool) -> dict[str, object]:
    """The link to them for who may read them, and the summary for everybody. The organiser's link is a tool."""
    minutes = Minutes.objects.of(meeting).first()
    if minutes is None:
        return {}
    is_open = meeting.is_public and minutes.is_published
    return {
        "reads_minutes": not organises and can_read_minutes(request.user, meeting, minutes),
        "public_summary": minutes.public_summary if is_open else "",
    }


def _for_organiser(
    user: User, meeting: Meeting, entries: list[programme.Entry], sums: dict[str, int]
) -> dict[str, object]:
    new_people = audience.new_people(meeting) if meeting.is_published else 0
    return {
        "organises": True,
        "date_poll": DatePoll.objects.of_meeting(meeting) if meeting.is_draft else None,
        "sees_needs": bool({Asks.ACCESS, Asks.FOOD} & set(meeting.asks)) and can_see_needs(user, meeting),
        "balance": programme.balance(meeting, entries),
        "new_people": new_people,
        "undoable": meeting.messages.undoable(),
        # Only a role asks the partnership: a partner has speakers of its own.
        "speaker_requests": meeting.speaker_requests.select_related("answered_by") if meeting.owner_seat_id else (),
        "partner_slots": [entry.item for entry in entries if entry.item.is_empty_slot],
        "next": next_step.likely(meeting, entries=entries, silent=sums["silent"], new_people=new_people),
    }


@require_POST
@limited("reply", 60, by_person)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer in the portal, from the meeting's page or the first page."""
    meeting = visible(request, pk)
    user = me(request)
    invitation = own_invitation(user, meeting, absent=True)
    if invitation is None or not can_answer(user, invitation):
        raise Http404
    target = reverse("home") if request.POST.get("next") == "/" else meeting.get_absolute_url()
    try:
        if request.POST.get("valg") == "likevel":
            answering.take_back_delegation(invitation=invitation, source=Source.PORTAL, by=user)
        else:
            answering.answer(
                invitation=invitation,
                reply=request.POST.get("svar", ""),
                attends=request.POST.get("deltar", ""),
                source=Source.PORTAL,
                by=user,
            )
    except answering.CannotAnswer as error:
        messages.error(request, str(error))
        return redirect(target)
    return redirect(f"{target}?svart={invitation.answers.latest('at', 'pk').pk}")


@require_POST
def undo_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """*Angre* on the receipt."""
    meeting = visible(request, pk)
    user = me(request)
    invitation = own_invitation(user, meeting, absent=True)
    if invitation is None or not can_answer(user, invitation):
        raise Http404
    target = "home" if request.POST.get("next") == "/" else meeting
    answer = answering.newest_by(user, request.POST.get("svart", ""))
    if answer is None or answer.invitation_id != invitation.pk:
        messages.error(request, _("You have answered again since. Change the answer instead."))
        return redirect(target)
    try:
        taken_back = answering.take_back(answer=answer, by=user)
    except answering.CannotAnswer as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Undone.") + " " + taken_back.said)
    return redirect(target)


def receipt(request: HttpRequest) -> Answer | None:
    """The answer just given, which the page shows with *Angre*."""
    pk = request.GET.get("svart", "")
    return answering.newest_by(request.user, pk) if pk and isinstance(request.user, User) else None


@login_not_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = visible(request, pk)
    content = feeds.one(meeting, own_invitation(request.user, meeting), joins=can_join(request.user, meeting))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mote-{meeting.pk}.ics"'
    return response


def own_invitation(user: object, meeting: Meeting, *, absent: bool = False) -> Invitation | None:
    """The person's own; with ``absent`` also that of somebody away whom the person stands in for."""
    if not isinstance(user, User):
        return None
    chosen = Invitation.objects.active().arrived().filter(meeting=meeting).select_related("person", "seat", "meeting")
    own = chosen.of(user).first()
    if own is None and absent:
        own = chosen.of_those_stood_in_for(user).first()
    return own


def answer_context(invitation: Invitation) -> dict[str, object]:
    """What stands beside the buttons: who comes instead, that the room is full, and the own group."""
    meeting = invitation.meeting
    is_full = not waiting_list.holds_place(invitation) and waiting_list.is_full(meeting)
    # Whoever has given the place away has declined.
    instead = answering.comes_instead(invitation) if invitation.reply == Reply.DECLINED else None
    # «I come» stays where it can be said in two ways: it is how one goes from the room to the screen.
    return {
        "comes_instead": instead,
        "room_is_full": is_full,
        "chooses_how": meeting.has_room and meeting.is_digital,
        "own_group": seen.own(invitation) if invitation.has_place else None,
    }


def wish_context(invitation: Invitation, url: str) -> dict[str, object]:
    """Where more is said, when the organiser asks and the person comes. One query, none where nothing is asked."""
    if not wishing.asked_of(invitation):
        return {}
    return {"wishes_url": url, "has_wished": wishing.has_said(invitation)}
