"""The link in the mail: GET shows, POST answers; no sign-in. And the calendar feed, by its own link."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings.after import came_of, since_last
from meetings.invitations import answering
from meetings.invitations.guest_forms import ColleagueForm
from meetings.mailing import feeds, told
from meetings.models import Invitation, Minutes, Reply, Source
from meetings.models.invitation import PURPOSE
from meetings.permissions import link_opens_minutes
from meetings.planning import programme
from meetings.views.detail import answer_context, wish_context
from meetings.views.materials import file_response
from partnership.common import links
from partnership.common.limits import by_link, limited, limited_link

CHOICES = {"kommer": Reply.COMES, "kanskje": Reply.MAYBE, "nei": Reply.DECLINED}


def by_token(token: str) -> Invitation | None:
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        return None
    related = ("meeting__host", "meeting__owner_partner", "meeting__owner_seat", "person", "seat")
    return Invitation.objects.select_related(*related).filter(pk=link.pk, link_version=link.version).first()


def _is_replaced(token: str) -> bool:
    """One of ours, and a newer one has been sent."""
    try:
        return Invitation.objects.filter(pk=links.read(PURPOSE, token).pk).exists()
    except links.BadLink:
        return False


def closed(request: HttpRequest, invitation: Invitation | None, token: str) -> HttpResponse:
    """Used too late, taken back or guessed: which, and whom to call. When it is over: what was agreed, the files."""
    meeting = invitation.meeting if invitation else None
    context: dict[str, object] = {"invitation": invitation, "meeting": meeting}
    if invitation is None:
        context["is_replaced"] = _is_replaced(token)
    if invitation and invitation.opens_what_came_of_it:
        context |= {
            "token": token,
            "materials": invitation.meeting.materials.all(),
            "entries": programme.schedule(invitation.meeting),
            "opens_minutes": link_opens_minutes(invitation, Minutes.objects.of(invitation.meeting).first()),
            "agreements": came_of.agreements(invitation.meeting),
            "follow_ups": came_of.follow_ups(invitation.meeting, came_of.Reader(invitation=invitation)),
            "notes": came_of.notes(invitation.meeting),
            "asks_feedback": invitation.may_give_feedback,
        }
    return render(request, "meetings/answer_closed.html", context, status=410 if invitation else 404)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
@limited("answer", 30, by_link)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    invitation = by_token(token)
    if invitation is None or not answering.can_still_answer(invitation):
        return closed(request, invitation, token)
    error = ""
    if request.method == "POST":
        try:
            _take(request, invitation)
        except answering.CannotAnswer as refused:
            error = str(refused)
        else:
            return redirect(f"{request.path}?takk")
    invitation.meeting = told.as_known([invitation.meeting])[invitation.meeting_id]
    wanted = CHOICES.get(request.GET.get("svar", ""), "")
    order = sorted(CHOICES.values(), key=lambda choice: choice != wanted)
    context = {
        "invitation": invitation,
        "meeting": invitation.meeting,
        "can_join": True,
        "is_the_day": invitation.meeting.is_the_day,
        "may_pass_on": answering.may_pass_on(invitation),
        "entries": programme.schedule(invitation.meeting),
        "token": token,
        "order": order,
        "primary": wanted or Reply.COMES,
        "error": error,
        **answer_context(invitation),
        **wish_context(invitation, reverse("answers:wishes", args=[token])),
        "since": since_last.seen_by(None, invitation.meeting, invitation),
        "said": invitation.said if invitation.reply and "takk" in request.GET else "",
    }
    return render(request, "meetings/answer.html", context, status=422 if error else 200)


def _take(request: HttpRequest, invitation: Invitation) -> None:
    person = request.user if request.user.is_authenticated else None
    if request.POST.get("valg") == "likevel":
        answering.take_back_delegation(invitation=invitation)
        return
    answering.answer(
        invitation=invitation,
        reply=request.POST.get("svar", invitation.reply),
        attends=request.POST.get("deltar", ""),
        comment=request.POST.get("melding"),
        source=Source.LINK,
        by=person if person and person.pk == invitation.person_id else None,
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
@limited("colleague", 10, by_link)
def colleague(request: HttpRequest, token: str) -> HttpResponse:
    return _other(request, token, is_instead=True)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
@limited("colleague", 10, by_link)
def companion(request: HttpRequest, token: str) -> HttpResponse:
    return _other(request, token, is_instead=False)


def _other(request: HttpRequest, token: str, *, is_instead: bool) -> HttpResponse:
    """A colleague comes instead, or along."""
    invitation = by_token(token)
    if invitation is None or not answering.can_still_answer(invitation):
        return closed(request, invitation, token)
    form = ColleagueForm(request.POST or None)
    context = {"invitation": invitation, "meeting": invitation.meeting, "token": token, "is_instead": is_instead}
    if request.method == "POST" and form.is_valid():
        verb = answering.delegate if is_instead else answering.bring
        try:
            other = verb(invitation=invitation, name=form.cleaned_data["name"], email=form.cleaned_data["email"])
        except answering.CannotAnswer as error:
            form.add_error("email", str(error))
        else:
            return render(request, "meetings/colleague_thanks.html", context | {"other": other})
    return render(request, "meetings/colleague.html", context | {"form": form}, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_safe
@limited_link(PURPOSE)
def material(request: HttpRequest, token: str, material_pk: int) -> HttpResponseBase:
    """A file of the meeting for whoever was invited, also for guests, who cannot sign in."""
    invitation = by_token(token)
    if invitation is None or invitation.is_withdrawn:
        return closed(request, invitation, token)
    return file_response(invitation.meeting, material_pk)


@login_not_required
@never_cache
@require_safe
@limited_link(PURPOSE)
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    invitation = by_token(token)
    if invitation is None or invitation.is_withdrawn:
        return closed(request, invitation, token)
    content = feeds.one(invitation.meeting, invitation, joins=True)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mote-{invitation.meeting_id}.ics"'
    return response


@login_not_required
@require_safe
@limited_link(feeds.PURPOSE)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    user = feeds.user_of(token)
    if user is None:
        words = _("We do not know this calendar address. Fetch a new one on your own page.")
        return HttpResponse(f"{words}\n", status=404, content_type="text/plain; charset=utf-8")
    response = HttpResponse(feeds.of(user), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, max-age=900"
    return response
