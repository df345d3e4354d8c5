"""The board: who comes, who may come, who does not, who is silent; read in five seconds, with what to put right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import board
from meetings.after import since_last
from meetings.after.outcome_forms import AgreedForm
from meetings.invitations import answering, inviting, standing, wishing
from meetings.mailing import reminding
from meetings.minutes import publishing
from meetings.models import Invitation, JoinRequest, Meeting, Minutes, Reply, Source
from meetings.planning import audience
from meetings.planning.forms import NoteAnswerForm
from meetings.views.common import me, organised
from partnership.common import exports, keyset
from partnership.common.limits import by_person, limited

A_PAGE = 100
FILTERS = {"kommer": Reply.COMES, "kanskje": Reply.MAYBE, "nei": Reply.DECLINED, "stille": Reply.SILENT}


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    return render(request, "meetings/board.html", _context(request, meeting))


@require_safe
def updates(request: HttpRequest, pk: int) -> HttpResponse:
    """204 when nothing has changed since ``?v=``; otherwise the board's inner part."""
    known = request.GET.get("v", "")
    if known and known == board.version(pk):
        organised(request, pk)
        return HttpResponse(status=204)
    meeting = organised(request, pk)
    return render(request, "meetings/_board.html", _context(request, meeting))


def _context(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    version = board.version(meeting.pk)
    rows = Invitation.objects.active().sent().filter(meeting=meeting)
    words, choice = request.GET.get("q", ""), request.GET.get("svar", "")
    chosen = rows.matching(words)
    if choice in FILTERS:
        chosen = chosen.filter(reply=FILTERS[choice])
    elif choice == "venteliste":
        chosen = chosen.on_waiting_list()
    elif choice == "feil":
        chosen = chosen.with_refused_mail()
    order = ("sort_organisation", "sort_name", "pk")
    after = request.GET.get("etter", "")
    sums = rows.sums()
    page = keyset.page(chosen.with_ties(), order=order, after=after, size=A_PAGE)
    refused = list(rows.with_refused_mail())
    return {
        "meeting": meeting,
        "version": version,
        "sums": sums,
        "bar": _bar(sums),
        "roles": [row | {"bar": _bar(row)} for row in rows.sums_by_role()],
        "page": page,
        "standings": standing.of(meeting, page.rows),
        "refused": refused,
        "overdue": since_last.overdue(request.user, meeting),
        "minutes": _minutes(meeting),
        "lost": {row.pk for row in refused},
        "chooses_how": meeting.has_room and meeting.is_digital,
        "without_contact": audience.without_contact(audience.of(meeting)),
        "join_requests": meeting.join_requests.filter(state=JoinRequest.State.ASKED),
        "choice": choice,
        "reached": sums["comes"] + sums["maybe"],
        "words": words,
        "now": timezone.now(),
    }


def _minutes(meeting: Meeting) -> str:
    """Where they stand, once the meeting is over."""
    if not meeting.is_over or meeting.is_cancelled or meeting.is_retold:
        return ""
    return publishing.stands(Minutes.objects.of(meeting).first())


def _bar(sums: dict[str, Any]) -> list[dict[str, object]]:
    """Parts of a bar a thousand wide."""
    total, x = max(1, sums["invited"]), 0
    parts: list[dict[str, object]] = []
    for name in ("comes", "maybe", "declined", "silent"):
        width = round(1000 * sums[name] / total)
        parts.append({"name": name, "x": x, "width": width})
        x += width
    return parts


@never_cache
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    rows = Invitation.objects.active().sent().filter(meeting=meeting).by_municipality().with_ties().with_wishes()
    header = [
        _("Place"), _("Name"), _("Role"), _("Answer"), _("Takes part"), _("On the waiting list"), _("Comes through"),
        _("Message"), _("E-mail"), _("Phone"), _("Answered"), _("How it was answered"), _("Answered to another time"),
        _("Attendance"), _("Themes"), _("Case or need"),
    ]  # fmt: skip
    lines = [
        (
            one.row.organisation, one.row.name, one.row.role_text, one.row.get_reply_display(), one.where,
            one.place_in_line or None, ". ".join(one.ties), one.row.comment, one.row.email, one.row.phone,
            one.row.replied_at, one.source, _("yes") if one.is_out_of_date else "",
            one.row.get_attendance_display() if one.row.attendance else "", *wishing.in_cells(one.row),
        )
        for one in standing.of(meeting, rows)
    ]  # fmt: skip
    return exports.xlsx_response(f"svar-{meeting.pk}", [str(name) for name in header], lines)


@require_http_methods(["GET", "POST"])
def note_answer(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """*Noter svar*: somebody has rung."""
    meeting = organised(request, pk)
    invitation = get_object_or_404(Invitation.objects.active().filter(meeting=meeting), pk=invitation_pk)
    form = NoteAnswerForm(request.POST or None, initial={"reply": invitation.reply, "attends": invitation.attends})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answering.answer(
                invitation=invitation,
                reply=data["reply"],
                attends=data["attends"],
                source=Source.ORGANISER,
                by=me(request),
            )
        except answering.CannotAnswer as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The answer of %(name)s is noted.") % {"name": invitation.name})
            return redirect("meetings:board", pk)
    context = {"meeting": meeting, "invitation": invitation, "form": form}
    return render(request, "meetings/note_answer.html", context, status=422 if form.errors else 200)


@require_POST
@limited("new-link", 30, by_person)
def new_link(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """*Gi ny lenke*: somebody else has got the mail."""
    meeting = organised(request, pk)
    invitation = get_object_or_404(Invitation.objects.active().sent().filter(meeting=meeting), pk=invitation_pk)
    try:
        inviting.give_new_link(invitation=invitation, by=me(request))
    except inviting.CannotSend as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("%(name)s gets a new link. The old one opens nothing.") % {"name": invitation.name}
        )
    return redirect("meetings:board", pk)


@require_http_methods(["GET", "POST"])
def reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """*Minn de stille*: says to whom, then does it."""
    meeting = organised(request, pk)
    rows = reminding.silent(meeting).by_municipality()
    if request.method == "POST":
        minute = f"{timezone.now():%Y%m%d%H%M}"
        message = reminding.remind(meeting=meeting, by=me(request), key=f"trykk-{minute}")
        if message:
            messages.success(
                request,
                ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", message.recipients)
                % {"n": message.recipients},
            )
        else:
            messages.info(request, _("Nobody to remind, or they were reminded just now."))
        return redirect("meetings:board", pk)
    return render(request, "meetings/reminder.html", {"meeting": meeting, "rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@transaction.atomic
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """What was agreed, and to whom it goes; it leaves by itself the working day after at nine."""
    meeting = organised(request, pk)
    form = _agreed(request, meeting)
    is_wrong = form is not None and form.is_bound and not form.is_valid()
    if request.method == "POST" and not is_wrong:
        if form is not None and form.is_bound:
            form.instance.save(update_fields=["agreed"])
        if request.POST.get("valg") == "send" and meeting.is_over:
            message = reminding.thank(meeting=meeting, by=me(request))
            messages.success(
                request, _("Thanks are on their way.") if message else _("Thanks have been sent before.")
            )
        else:
            messages.success(request, _("Saved."))
        return redirect(meeting)
    context = {"meeting": meeting, "thanked": reminding.thanked(meeting), "form": form}
    return render(request, "meetings/thanks.html", context, status=422 if is_wrong else 200)


def _agreed(request: HttpRequest, meeting: Meeting) -> AgreedForm | None:
    """Where there is an older text; bound when it is sent."""
    if "agreed" in request.POST:
        return AgreedForm(request.POST, instance=meeting)
    return AgreedForm(instance=meeting) if meeting.agreed else None
