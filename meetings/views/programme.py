"""Editing the programme; partners filling their own slots."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from meetings.day import following
from meetings.models import Meeting, ProgrammeItem
from meetings.permissions import can_fill_slot
from meetings.planning import programme as activity
from meetings.planning import steps
from meetings.planning.forms import ProgrammeItemForm, SlotForm
from meetings.views.common import me, organised, visible
from partnership.common.numbers import key


@require_http_methods(["GET", "POST"])
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with clock times, and a form for one more item."""
    meeting = organised(request, pk)
    form = ProgrammeItemForm(request.POST or None, instance=ProgrammeItem(meeting=meeting))
    if request.method == "POST" and form.is_valid():
        form.instance.order = meeting.programme.count()
        if _saved(form, meeting):
            return redirect("meetings:programme", pk)
    entries = activity.schedule(meeting)
    context = {
        "meeting": meeting,
        "entries": entries,
        "form": form,
        "balance": activity.balance(meeting, entries),
        "focus": _focus(request, entries),
        "walk": steps.walk(meeting, "programme"),
    }
    return render(request, "meetings/programme.html", context, status=422 if form.errors else 200)


def _saved(form: ProgrammeItemForm, meeting: Meeting) -> bool:
    """Not when the programme would go past midnight, which is said beside the minutes."""
    try:
        with transaction.atomic():
            form.save()
            if "minutes" in form.changed_data:
                activity.must_end_the_same_day(meeting)
    except ValidationError as error:
        form.add_error("minutes", error)
        return False
    following.touch(meeting.pk)
    return True


def _focus(request: HttpRequest, entries: Sequence[activity.Entry]) -> dict[str, int]:
    """The button just pressed, on the item just moved; the other one when the item has reached an end."""
    pks = {str(entry.item.pk): number for number, entry in enumerate(entries)}
    moved = request.GET.get("flyttet", "")
    if moved not in pks:
        return {}
    up = request.GET.get("vei") == "opp"
    if pks[moved] == 0 or pks[moved] == len(pks) - 1:
        up = pks[moved] != 0
    return {"up" if up else "down": int(moved)}


@require_http_methods(["GET", "POST"])
@transaction.atomic
def item(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    found = get_object_or_404(meeting.programme.all(), pk=item_pk)
    choice = request.POST.get("valg")
    if choice in {"opp", "ned"}:
        activity.move(item=found, by=-1 if choice == "opp" else 1)
        following.touch(pk)
        # The address says what was pressed, so that the focus follows the item.
        return redirect(f"{reverse('meetings:programme', args=[pk])}?flyttet={item_pk}&vei={choice}")
    form = ProgrammeItemForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and _saved(form, meeting):
        return redirect("meetings:programme", pk)
    context = {"meeting": meeting, "form": form, "item": found}
    return render(request, "meetings/programme_item.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def item_removal(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """GET asks, POST takes the item out."""
    meeting = organised(request, pk)
    found = get_object_or_404(meeting.programme.all(), pk=item_pk)
    if request.method == "POST":
        found.delete()
        following.touch(pk)
        messages.success(request, _("«%(title)s» is taken out of the programme.") % {"title": found.title})
        return redirect("meetings:programme", pk)
    return render(request, "meetings/programme_item_removal.html", {"meeting": meeting, "item": found})


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole order at once, from dragging."""
    meeting = organised(request, pk)
    pks = [key(value) for value in request.POST.getlist("post") if key(value)]
    activity.put_in_order(meeting=meeting, pks=pks)
    following.touch(pk)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def slot(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """A partner's officers say what they will talk about, without being organisers."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(meeting.programme.select_related("partner", "meeting"), pk=item_pk)
    if not can_fill_slot(request.user, found):
        raise PermissionDenied
    form = SlotForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        activity.fill_slot(item=form.save(commit=False))
        following.touch(pk)
        messages.success(request, _("Thank you. The host sees it in the programme."))
        return redirect(meeting)
    context = {"meeting": meeting, "item": found, "form": form}
    return render(request, "meetings/slot.html", context, status=422 if form.errors else 200)


@require_POST
def slot_reminder(request: HttpRequest, pk: int) -> HttpResponse:
    count = activity.remind_slots(meeting=organised(request, pk), by=me(request))
    if count:
        messages.success(
            request,
            ngettext("%(n)s adviser gets a reminder.", "%(n)s advisers get a reminder.", count) % {"n": count},
        )
    else:
        messages.info(request, _("Nobody to remind: every slot is filled, or they were reminded today."))
    return redirect(visible(request, pk))
