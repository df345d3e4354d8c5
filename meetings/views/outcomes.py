"""What came of a meeting: agreements, follow-ups, and ideas offered; from a line of notes, or written straight in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings.after import agreeing, came_of, following_up, proposing
from meetings.after.outcome_forms import AgreementForm, FollowUpForm, IdeaForm
from meetings.models import Agreement, FollowUp, IdeaProposal, Meeting, NoteField
from meetings.notes import used
from meetings.permissions import can_join, can_organise
from meetings.planning import series
from meetings.views.common import me, organised, visible
from partnership.common import norwegian
from partnership.common.limits import by_person, limited
from partnership.common.numbers import key

Forms = dict[str, BaseForm]


@never_cache
@require_http_methods(["GET", "POST"])
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it. The organiser writes; who may join reads."""
    meeting = visible(request, pk)
    organises = can_organise(request.user, meeting)
    if not organises and not can_join(request.user, meeting):
        raise PermissionDenied
    if request.method == "POST" and not organises:
        raise PermissionDenied
    forms = _forms(request, meeting, "") if organises else {}
    if request.method == "POST" and _took(request, meeting, forms, None):
        return redirect("meetings:outcomes", pk)
    before = series.previous(meeting)
    context = {
        "meeting": meeting,
        "organises": organises,
        "forms": forms,
        "agreements": came_of.agreements(meeting),
        "follow_ups": came_of.follow_ups(meeting, came_of.Reader(request.user)),
        "proposals": IdeaProposal.objects.of(meeting) if organises else [],
        "before": before,
        "left": _left(request, meeting, before) if organises else 0,
    }
    return render(request, "meetings/outcomes.html", context, status=422 if _is_wrong(forms) else 200)


def _left(request: HttpRequest, meeting: Meeting, before: Meeting | None) -> int:
    """How many unfinished ones of the meeting before can be moved to this one."""
    if before is None or meeting.is_cancelled or not can_organise(request.user, before):
        return 0
    return FollowUp.objects.of(before).open().count()


@never_cache
@require_http_methods(["GET", "POST"])
def note_line(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """One line of a group's notes, and the three things it can become."""
    meeting = organised(request, pk)
    note = get_object_or_404(NoteField.objects.of(meeting), pk=note_pk)
    forms = _forms(request, meeting, _line(request, note))
    if request.method == "POST" and _took(request, meeting, forms, note):
        return redirect("meetings:notes", pk)
    line = _line(request, note)
    became = used.lines(note, used.of_meeting(meeting))
    context = {
        "meeting": meeting,
        "note": note,
        "forms": forms,
        "line": line,
        "used": next((one.used for one in became if line and one.text.strip() == line), []),
    }
    return render(request, "meetings/note_line.html", context, status=422 if _is_wrong(forms) else 200)


def _line(request: HttpRequest, note: NoteField) -> str:
    lines, number = note.text.splitlines(), key(request.GET.get("linje", ""))
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _forms(request: HttpRequest, meeting: Meeting, text: str) -> Forms:
    """Bound is only the one that was sent."""
    sent = request.POST.get("valg", "") if request.method == "POST" else ""
    kinds: dict[str, Callable[..., BaseForm]] = {
        "enig": lambda data, **more: AgreementForm(data, meeting=meeting, **more),
        "oppfolging": lambda data, **more: FollowUpForm(data, meeting=meeting, **more),
        "ide": lambda data, **more: IdeaForm(data, **more),
    }
    return {
        name: make(request.POST if sent == name else None, prefix=name, initial={"text": text})
        for name, make in kinds.items()
    }


def _is_wrong(forms: Forms) -> bool:
    return any(form.is_bound and form.errors for form in forms.values())


def _took(request: HttpRequest, meeting: Meeting, forms: Forms, note: NoteField | None) -> bool:
    """Whether the form that was sent was taken; its errors stand beside the fields otherwise."""
    name = next((name for name, form in forms.items() if form.is_bound), "")
    if not name or not forms[name].is_valid():
        return False
    data = forms[name].cleaned_data
    try:
        said = _take(request, meeting, name, data, note)
    except ValidationError as error:
        forms[name].add_error(None, error)
        return False
    messages.success(request, said)
    return True


def _take(request: HttpRequest, meeting: Meeting, name: str, data: dict[str, Any], note: NoteField | None) -> str:
    by = me(request)
    if name == "enig":
        agreeing.agree(meeting=meeting, by=by, note=note, text=data["text"], item=data["item"])
        return _("Noted as agreed.")
    if name == "oppfolging":
        following_up.add(
            meeting=meeting, by=by, note=note, to=following_up.responsible(data["responsible"]), text=data["text"],
            due=data["due"], item=data["item"],
        )  # fmt: skip
        return _("The follow-up is made. It waits on the first page of whoever is responsible.")
    proposing.propose(meeting=meeting, by=by, note=note, municipality=data["municipality"], text=data["text"])
    return _("The municipality's FoUI contact is asked.")


@never_cache
@require_http_methods(["GET", "POST"])
def agreement_removal(request: HttpRequest, pk: int, agreement_pk: int) -> HttpResponse:
    """GET asks, POST takes it out."""
    meeting = organised(request, pk)
    found = get_object_or_404(Agreement.objects.of(meeting), pk=agreement_pk)
    if request.method == "GET":
        return render(request, "meetings/agreement_removal.html", {"meeting": meeting, "agreement": found})
    agreeing.remove(agreement=found)
    messages.success(request, _("Taken out: «%(text)s»") % {"text": found.text})
    return redirect("meetings:outcomes", pk)


@require_POST
def moving_on(request: HttpRequest, pk: int) -> HttpResponse:
    """What the meeting before left unfinished stands on this one from now."""
    meeting = organised(request, pk)
    before = series.previous(meeting)
    may = before is not None and not meeting.is_cancelled and can_organise(request.user, before)
    moved = following_up.move_on(meeting=before, to=meeting) if before and may else 0
    text = ngettext(
        "%(n)s follow-up was moved to this meeting.", "%(n)s follow-ups were moved to this meeting.", moved
    )
    messages.success(request, text % {"n": moved} if moved else _("Nothing was moved."))
    return redirect("meetings:outcomes", pk)


@require_POST
@limited("follow-up-reminder", 30, by_person)
def follow_up_reminder(request: HttpRequest, pk: int) -> HttpResponse:
    """*Minn om det*: whoever has something late from the meeting."""
    meeting = organised(request, pk)
    told = following_up.remind(meeting=meeting, by=me(request))
    text = ngettext("%(n)s is told in the next mail.", "%(n)s are told in the next mail.", told)
    said = text % {"n": norwegian.number_word(told).capitalize()}
    messages.success(request, said if told else _("Nobody to remind: they have been reminded this week."))
    own = request.POST.get("next") == reverse("home")
    return redirect("home") if own else redirect("meetings:outcomes", pk)
