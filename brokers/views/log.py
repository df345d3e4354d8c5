"""The brokering log: a form that takes half a minute, and below it what the company has noted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brokers import logbook, own_roles, silence
from brokers.forms import EntryForm, LogFilter, Subjects, same_as
from brokers.models import Broker, BrokeringEntry
from brokers.permissions import can_change_entry, can_log
from partnership.common import keyset
from partnership.common.numbers import key
from partnership.people.models import User
from partnership.people.views.account import me

A_PAGE = 20


@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    user = me(request)
    if not can_log(user):
        raise PermissionDenied
    seats = own_roles.of(user)
    seat = next((one for one in seats if str(one.pk) == request.GET.get("rolle")), seats[0])
    subjects = Subjects(seat)
    new = BrokeringEntry(seat=seat, written_by=user)
    form = EntryForm(request.POST or None, instance=new, subjects=subjects, initial=_prefilled(request, subjects))
    if request.method == "POST" and (entry := _noted(form, seat, user)):
        return _to_log("lagret", entry)
    context = {"form": form, "seat": seat, "seats": seats, **_shown(request, seat, subjects), **_receipt(request)}
    status = 422 if request.method == "POST" else 200
    return render(request, "brokers/log.html", context, status=status)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a line, or delete it."""
    chosen = get_object_or_404(BrokeringEntry.objects.visible_to(request.user).for_list(), pk=pk)
    if not can_change_entry(request.user, chosen):
        raise PermissionDenied
    form = EntryForm(request.POST or None, instance=chosen, subjects=Subjects(chosen.seat))
    if request.method == "POST" and form.is_valid() and _corrected(form):
        messages.success(request, _("The line is corrected."))
        return redirect(f"{reverse('brokers:log')}?rolle={chosen.seat_id}")
    status = 422 if request.method == "POST" else 200
    return render(request, "brokers/entry.html", {"form": form, "entry": chosen}, status=status)


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """*Angre* on the receipt, and *Slett*: the next page offers to put it back."""
    chosen = get_object_or_404(BrokeringEntry.objects.changeable_by(request.user), pk=pk)
    logbook.withdraw(entry=chosen)
    return _to_log("slettet", chosen)


@require_POST
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    chosen = get_object_or_404(BrokeringEntry.objects.changeable_by(request.user), pk=pk)
    logbook.restore(entry=chosen)
    return _to_log("lagret", chosen)


def _noted(form: EntryForm, seat: Broker, by: User) -> BrokeringEntry | None:
    """None when it was refused, which the form then says."""
    if not form.is_valid():
        return None
    said = {name: form.cleaned_data[name] for name in EntryForm.Meta.fields}
    try:
        return logbook.note(seat=seat, by=by, about=form.subject, **said)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _corrected(form: EntryForm) -> bool:
    try:
        logbook.correct(entry=form.instance, about=form.subject)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _to_log(what: str, entry: BrokeringEntry) -> HttpResponse:
    return redirect(f"{reverse('brokers:log')}?rolle={entry.seat_id}&{what}={entry.pk}")


def _prefilled(request: HttpRequest, subjects: Subjects) -> dict[str, Any]:
    """From an earlier line (*Samme som sist*), or the municipality one comes from."""
    if earlier := _named(request, "som"):
        return same_as(earlier)
    slug = request.GET.get("om", "")
    return {"about": next((f"k{place.pk}" for place in subjects.municipalities if place.slug == slug), "")}


def _named(request: HttpRequest, name: str) -> BrokeringEntry | None:
    """The line the address names, when it is one's own to change."""
    pk = key(request.GET.get(name, ""))
    return BrokeringEntry.objects.changeable_by(request.user).for_list().filter(pk=pk).first() if pk else None


def _receipt(request: HttpRequest) -> dict[str, Any]:
    """What has just been noted or deleted, with *Angre*."""
    saved, deleted = _named(request, "lagret"), _named(request, "slettet")
    if saved and not saved.is_withdrawn:
        return {"saved": saved, "is_covered": logbook.is_covered(saved)}
    return {"deleted": deleted} if deleted and deleted.is_withdrawn else {}


def _shown(request: HttpRequest, seat: Broker, subjects: Subjects) -> dict[str, Any]:
    """The company's lines, the newest first, narrowed by the address."""
    narrowing = LogFilter(request.GET, municipalities=subjects.municipalities)
    chosen = narrowing.chosen()
    rows = BrokeringEntry.objects.visible_to(request.user).of_company(seat.company_id)
    rows = rows.in_municipality(chosen["place"]).of_kind(chosen["kind"]).between(chosen["since"], chosen["until"])
    page = keyset.page(rows.for_list(), order=("-day", "-pk"), after=request.GET.get("etter", ""), size=A_PAGE)
    own = [one for one in page.rows if one.written_by_id == request.user.pk or one.seat_id == seat.pk]
    return {
        "page": page,
        "own": {one.pk for one in own},
        "newest_own": max(own, key=lambda one: one.created_at, default=None),
        "filter": narrowing,
        "is_filtered": any(chosen.values()),
        "query": _without(request, "etter", "lagret", "slettet", "som"),
        "quiet": silence.quiet_places([seat]),
    }


def _without(request: HttpRequest, *names: str) -> str:
    """The address's own words, but for these."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
