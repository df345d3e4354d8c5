"""Answering a municipality's survey by its link: no account, nothing that says who."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from municipalities.barometer import answering
from municipalities.barometer.forms import AnswerForm
from municipalities.barometer.results import FEWEST
from municipalities.models import Survey
from municipalities.models.survey import SURVEY
from partnership.common.limits import by_address, limited, limited_link

# Which surveys this browser has answered; what was answered is not there.
ANSWERED = "answered_surveys"
# Of one address in an hour: a large municipality may have only one.
ANSWERS_AN_HOUR = 600


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(SURVEY, is_shared=True)
@limited("survey", ANSWERS_AN_HOUR, by_address)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST answers. Whoever cannot answer gets back what they had written."""
    survey = Survey.objects.by_token(token)
    if survey is None:
        return _page(request, "gone", None, status=404)
    form = AnswerForm(request.POST or None)
    if survey.pk in request.session.get(ANSWERED, []):
        return _page(request, "twice" if form.is_bound else "thanks", survey, form)
    if not survey.is_open:
        return _page(request, "closed", survey, form, status=410)
    if form.is_bound and form.is_valid():
        return _answered(request, survey, form)
    context = {"survey": survey, "place": survey.municipality, "form": form, "fewest": FEWEST}
    return render(request, "municipalities/survey_answer.html", context, status=422 if form.errors else 200)


def _answered(request: HttpRequest, survey: Survey, form: AnswerForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        answering.answer(survey=survey, key=given["key"], said=form.said(), text=given["text"])
    except ValidationError as error:
        code = str(getattr(error, "code", "") or "closed")
        return _page(request, code, survey, form, status=410 if code == "closed" else 409)
    request.session[ANSWERED] = [*request.session.get(ANSWERED, []), survey.pk][-50:]
    return redirect(request.path)


def _page(
    request: HttpRequest, state: str, survey: Survey | None, form: AnswerForm | None = None, *, status: int = 0
) -> HttpResponse:
    """«thanks», «twice», «closed» or «gone»; with what was sent and is not stored, so that it is not lost."""
    kept = form.kept() if form is not None and form.is_bound else []
    place = survey.municipality if survey else None
    context = {"state": state, "survey": survey, "place": place, "kept": kept}
    return render(
        request, "municipalities/survey_over.html", context, status=status or {"twice": 409}.get(state, 200)
    )
