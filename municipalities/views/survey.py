"""A municipality's own survey, for its contact: open it, send the link out, close it, read what came of it."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from municipalities.barometer import drawing, learning, opening, results
from municipalities.barometer.forms import LastDayForm, OpenForm
from municipalities.barometer.national import national
from municipalities.models import Municipality, Survey
from municipalities.permissions import can_keep_survey
from partnership.common import norwegian
from partnership.people.models import User


def _kept(request: HttpRequest, slug: str) -> Municipality:
    place = get_object_or_404(Municipality, slug=slug)
    if not can_keep_survey(request.user, place):
        raise PermissionDenied
    return place


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # only a contact or deputy comes so far
    return request.user


def _address(survey: Survey) -> str:
    return settings.PORTAL_URL + reverse("barometer:answer", args=[survey.token()])


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    """The open one, or the form that opens one; those that have ended, and the change over them."""
    place = _kept(request, slug)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _opened(request, form, place):
        return redirect("municipalities:survey", slug)
    ended = list(Survey.objects.of(place).ended().with_counts().select_related("municipality"))
    oldest_first = ended[::-1]
    opens_on = opening.may_open_from(place)
    context = {
        "place": place,
        "survey": (found := Survey.objects.of(place).open().with_counts().first()),
        "address": _address(found) if found else "",
        "answered": results.in_steps(found.n) if found else 0,
        "ended": ended,
        "changes": drawing.change(oldest_first, results.of_many(oldest_first)),
        "form": form,
        "opens_on": opens_on if opens_on > norwegian.today() else None,
        "fewest": results.FEWEST,
    }
    return render(request, "municipalities/survey.html", context, status=422 if form.errors else 200)


def _opened(request: HttpRequest, form: OpenForm, place: Municipality) -> bool:
    try:
        opening.open_survey(municipality=place, by=_me(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The survey is open. Send the link out."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def last_day(request: HttpRequest, slug: str) -> HttpResponse:
    place = _kept(request, slug)
    found = Survey.objects.of(place).open().first()
    if found is None:
        return _none_open(request, slug)
    form = LastDayForm(request.POST or None, initial={"closes_on": found.closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            opening.move_last_day(survey=found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. Tell those who have the link."))
            return redirect("municipalities:survey", slug)
    context = {"place": place, "form": form, "latest": found.opened_on + opening.LONGEST}
    return render(request, "municipalities/survey_day.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks first: the link that is sent out stops working."""
    place = _kept(request, slug)
    found = Survey.objects.of(place).open().first()
    if found is None:
        return _none_open(request, slug)
    if request.method == "POST":
        try:
            opening.renew_link(survey=found)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("This is the new link. The old one is closed."))
        return redirect("municipalities:survey", slug)
    return render(request, "municipalities/survey_link.html", {"place": place})


def _none_open(request: HttpRequest, slug: str) -> HttpResponse:
    messages.info(request, _("No survey is open."))
    return redirect("municipalities:survey", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks first: it cannot be opened again."""
    place = _kept(request, slug)
    found = Survey.objects.of(place).open().with_counts().first()
    if found is None:
        return _none_open(request, slug)
    if request.method == "POST":
        try:
            opening.close(survey=found, by=_me(request))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect(found)
    answered = results.in_steps(found.n)
    context = {"place": place, "survey": found, "answered": answered, "fewest": results.FEWEST}
    return render(request, "municipalities/survey_closing.html", context)


@require_safe
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """The QR code of the open survey's link, as a drawing of its own."""
    found = get_object_or_404(Survey.objects.of(_kept(request, slug)).open())
    drawn = io.BytesIO()
    segno.make(_address(found), error="m", micro=False).save(drawn, kind="svg", scale=8, border=2, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_safe
def result(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Of one that has ended. Prints without what people have written."""
    place = _kept(request, slug)
    found = get_object_or_404(Survey.objects.of(place).ended().select_related("municipality"), pk=pk)
    whole, came = national(), results.results(found)
    found.mark_read()
    weakest = came.weakest
    context = {
        "place": place,
        "survey": found,
        "results": came,
        "answers": drawing.answers(came, whole),
        "texts": results.texts(found),
        "weakest": weakest,
        "experiences": learning.experiences(weakest.name, place) if weakest else (),
        "pages": learning.pages(weakest.name) if weakest else (),
        "fewest": results.FEWEST,
        "high": results.HIGH,
    }
    return render(request, "municipalities/survey_result.html", context)
