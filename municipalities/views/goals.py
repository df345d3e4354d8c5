"""Goals, measures and milestones: written, put in order, moved, done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from municipalities.models import Goal, Measure, Milestone, Strategy
from municipalities.querysets.strategy import MilestoneQuerySet
from municipalities.strategies import goals
from municipalities.strategies.forms import DoneForm, GoalForm, MeasureForm, MilestoneForm
from municipalities.views.of_strategy import REMOVE, asks_to_remove, form_page, kept, me, removal_page


@require_http_methods(["GET", "POST"])
def new_goal(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    form = GoalForm(request.POST or None, instance=Goal(strategy=strategy))
    return _new(request, strategy, form, _("New goal"), _("Add the goal"))


@require_http_methods(["GET", "POST"])
@transaction.atomic
def goal(request: HttpRequest, pk: int, goal_pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    found = get_object_or_404(strategy.goals.all(), pk=goal_pk)
    return _changed(request, strategy, found, GoalForm, _("Goal"))


@require_http_methods(["GET", "POST"])
def new_measure(request: HttpRequest, pk: int, goal_pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    of = get_object_or_404(strategy.goals.all(), pk=goal_pk)
    form = MeasureForm(request.POST or None, instance=Measure(goal=of))
    return _new(request, strategy, form, _("New measure"), _("Add the measure"), lead=of.title)


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, pk: int, measure_pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    found = get_object_or_404(Measure, pk=measure_pk, goal__strategy=strategy)
    return _changed(request, strategy, found, MeasureForm, _("Measure"))


def _new(
    request: HttpRequest, strategy: Strategy, form: BaseForm, title: str, press: str, lead: str = ""
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        row = form.instance  # type: ignore[attr-defined]
        try:
            goals.place_last(row)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(f"{strategy.get_absolute_url()}#mal")
    return form_page(request, strategy, form, title=title, press=press, lead=lead)


def _changed(
    request: HttpRequest,
    strategy: Strategy,
    row: Goal | Measure,
    kind: type[ModelForm[Goal]] | type[ModelForm[Measure]],
    title: str,
) -> HttpResponse:
    wish = request.POST.get("valg", "")
    if wish in ("opp", "ned"):
        goals.move(row=row, by=-1 if wish == "opp" else 1)
    elif wish == REMOVE:
        row.delete()
        messages.success(request, _("Taken out: «%(text)s»") % {"text": row.title})
    elif asks_to_remove(request):
        return removal_page(request, strategy, row.title, goals.lost_with(row))
    else:
        form = kind(request.POST or None, instance=row)  # type: ignore[arg-type]
        if not (request.method == "POST" and form.is_valid()):
            removal = _("Take it out, with all that is below it")
            return form_page(request, strategy, form, title=title, press=_("Save"), removal=removal)
        form.save()
    return redirect(f"{strategy.get_absolute_url()}#mal")


@require_http_methods(["GET", "POST"])
def new_milestone(request: HttpRequest, pk: int, measure_pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    of = get_object_or_404(Measure, pk=measure_pk, goal__strategy=strategy)
    form = MilestoneForm(request.POST or None, instance=Milestone(measure=of), place=strategy.municipality)
    if request.method == "POST" and form.is_valid():
        goals.add(form.save(commit=False))
        return redirect(f"{strategy.get_absolute_url()}#mal")
    return form_page(request, strategy, form, title=_("New milestone"), press=_("Add the milestone"), lead=of.title)


@require_http_methods(["GET", "POST"])
def milestone_edit(request: HttpRequest, pk: int, milestone_pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    found = get_object_or_404(_milestones(), pk=milestone_pk, measure__goal__strategy=strategy)
    if asks_to_remove(request):
        return removal_page(request, strategy, found.title, _("What is deleted cannot be brought back."))
    if request.POST.get("valg") == REMOVE:
        found.delete()
        messages.success(request, _("Taken out: «%(text)s»") % {"text": found.title})
        return redirect(strategy)
    form = MilestoneForm(request.POST or None, instance=found, place=strategy.municipality)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(f"{strategy.get_absolute_url()}#mal")
    return form_page(
        request, strategy, form, title=_("Change the milestone"), press=_("Save"), removal=_("Take the milestone out")
    )


@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, pk: int, milestone_pk: int) -> HttpResponse:
    """Marked as done, or taken up again."""
    strategy = kept(request, pk)
    found = get_object_or_404(_milestones(), pk=milestone_pk, measure__goal__strategy=strategy)
    form = DoneForm(request.POST or None)
    if request.POST.get("valg") == "angre":
        goals.take_up_again(milestone=found)
        return redirect("strategies:milestone", pk, milestone_pk)
    if request.method == "POST" and form.is_valid():
        goals.complete(milestone=found, note=form.cleaned_data["note"], by=me(request))
        return redirect("strategies:milestone", pk, milestone_pk)
    context = {"strategy": strategy, "milestone": found, "form": form}
    return render(request, "municipalities/milestone.html", context, status=422 if form.errors else 200)


def _milestones() -> MilestoneQuerySet:
    return Milestone.objects.select_related("measure__goal__strategy__municipality", "seat", "person", "done_by")
