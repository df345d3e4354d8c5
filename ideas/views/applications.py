"""What an idea needs, which calls may suit it, and its applications."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.models import Application, Idea
from ideas.money import anchoring, applying, needs
from ideas.money.forms import (
    AnchoringForm,
    AnswerForm,
    ApplicationForm,
    ChoiceForm,
    ElsewhereForm,
    NeedForm,
    SentForm,
    today_and_later,
)
from ideas.permissions import can_anchor, can_apply
from ideas.views.common import me, visible
from partnership.common import norwegian
from partnership.partners import countback
from partnership.people.models import User


def applied(request: HttpRequest, pk: int) -> Idea:
    """For those who work on the idea and the broker who has it."""
    idea = visible(request, pk)
    if not can_apply(request.user, idea):
        raise PermissionDenied
    return idea


def _application(idea: Idea, pk: int) -> Application:
    found = get_object_or_404(idea.applications.with_call(), pk=pk)
    found.idea = idea
    return found


@require_safe
def applications(request: HttpRequest, pk: int) -> HttpResponse:
    """Those there are, and every call with its reasons."""
    idea = applied(request, pk)
    found = list(idea.applications.with_call())
    context = {
        "idea": idea,
        "applications": found,
        "matches": needs.matches(idea),
        "chosen": {one.call_id for one in found},
        "is_described": needs.is_described(idea),
    }
    return render(request, "ideas/applications.html", context)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def need(request: HttpRequest, pk: int) -> HttpResponse:
    idea = applied(request, pk)
    form = NeedForm(request.POST or None, instance=idea)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. Here is what may fit."))
        return redirect("ideas:applications", pk)
    shown = visible(request, pk) if form.errors else idea
    return render(request, "ideas/need.html", {"idea": shown, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def choice(request: HttpRequest, pk: int, call_pk: int) -> HttpResponse:
    """This call, and why: what fits is written beforehand."""
    idea = applied(request, pk)
    match = needs.match_of(idea, call_pk)
    if match is None:
        raise Http404
    form = ChoiceForm(request.POST or None, initial={"why": needs.why(match), "amount": idea.amount})
    if request.method == "POST" and form.is_valid():
        try:
            made = applying.choose(idea=idea, call=match.call, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The call is chosen. Here is what must be done, and when."))
            return redirect("ideas:application", pk, made.pk)
    context = {"idea": idea, "match": match, "matches": [match], "form": form}
    return render(request, "ideas/call_choice.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """A call that is not in the list."""
    idea = applied(request, pk)
    form = ElsewhereForm(request.POST or None, initial={"amount": idea.amount})
    if request.method == "POST" and form.is_valid():
        try:
            made = applying.choose_elsewhere(idea=idea, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The call is chosen. Here is what must be done, and when."))
            return redirect("ideas:application", pk, made.pk)
    context = {"idea": idea, "form": form}
    return render(request, "ideas/call_elsewhere.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@transaction.atomic
def application(request: HttpRequest, pk: int, application_pk: int) -> HttpResponse:
    idea = applied(request, pk)
    found = _application(idea, application_pk)
    form = ApplicationForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("ideas:application", pk, application_pk)
    shown = _application(idea, application_pk) if form.errors else found
    context = {
        "idea": idea,
        "application": shown,
        "form": form,
        "anchorings": idea.anchorings.all(),
        "may_anchor": can_anchor(request.user, idea),
        "countback": _countback(shown),
        "is_over": shown.is_over,
    }
    return render(request, "ideas/application.html", context, status=422 if form.errors else 200)


def _countback(application: Application) -> list[countback.Row]:
    call = application.call
    if application.is_sent or call is None or call.closes is None or call.is_over:
        return []
    done = applying.done_before(application.idea)
    return countback.rows(closes=call.closes, terms=call.terms, today=norwegian.today(), done=done)


@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, pk: int, application_pk: int) -> HttpResponse:
    idea = applied(request, pk)
    found = _application(idea, application_pk)
    form = SentForm(request.POST or None, initial=today_and_later(applying.day_to_hear()))
    needs_anchoring = not idea.anchorings.exists()
    stands = _who_stands_behind(request) if needs_anchoring and can_anchor(request.user, idea) else None
    are_right = [one.is_valid() for one in (form, stands) if one]  # each says what is wrong with it
    if request.method == "POST" and all(are_right):
        try:
            _mark_sent(found, form, stands, me(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("It is noted that the application is sent. Good luck."))
            return redirect("ideas:application", pk, application_pk)
    is_refused = bool(form.errors or (stands and stands.errors))
    context = {
        "idea": idea, "application": found, "form": form, "stands": stands, "needs_anchoring": needs_anchoring,
    }  # fmt: skip
    return render(request, "ideas/application_sent.html", context, status=422 if is_refused else 200)


@transaction.atomic
def _mark_sent(application: Application, form: SentForm, stands: AnchoringForm | None, by: User) -> None:
    if stands:
        anchoring.anchor(idea=application.idea, by=by, **stands.cleaned_data)
    applying.mark_sent(application=application, by=by, **form.cleaned_data)


def _who_stands_behind(request: HttpRequest) -> AnchoringForm:
    """In the same press as what it is asked for, so that nothing typed is lost on the way."""
    return AnchoringForm(request.POST or None, prefix="forankring", initial={"on": norwegian.today()})


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int, application_pk: int) -> HttpResponse:
    idea = applied(request, pk)
    found = _application(idea, application_pk)
    initial = today_and_later(norwegian.add_working_days(norwegian.today(), 10)) | {"granted": found.amount}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _note(request, found, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("ideas:application", pk, application_pk)
    context = {"idea": idea, "application": found, "form": form}
    return render(request, "ideas/application_answer.html", context, status=422 if form.errors else 200)


def _note(request: HttpRequest, application: Application, said: dict[str, object]) -> None:
    outcome, granted, next_step = said.pop("outcome"), said.pop("granted"), said.pop("next_step")
    if outcome == "funded":
        applying.note_funded(application=application, granted=granted, by=me(request), **said)  # type: ignore[arg-type]
        messages.success(request, _("Congratulations. The answer is noted."))
        return
    applying.note_rejected(application=application, next_step=next_step, by=me(request), **said)  # type: ignore[arg-type]
    messages.success(request, _("The answer is noted. The work with the application is not lost."))


@require_POST
def dropping(request: HttpRequest, pk: int, application_pk: int) -> HttpResponse:
    idea = applied(request, pk)
    try:
        applying.drop(application=_application(idea, application_pk), by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("ideas:application", pk, application_pk)
    messages.success(request, _("You do not apply there after all. The outline is as it was."))
    return redirect("ideas:applications", pk)
