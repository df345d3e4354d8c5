"""The writers ask themselves what those who assess the application will ask; one criterion a page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ideas.money import outlining
from ideas.money.outline_forms import AssessmentForm
from ideas.money.outline_headings import CRITERION_BY_PATH
from ideas.permissions import can_write_outline
from ideas.views.common import me
from ideas.views.outline import readable, writable


@require_safe
def self_check(request: HttpRequest, pk: int) -> HttpResponse:
    idea, outline = readable(request, pk)
    context = {
        "idea": idea,
        "outline": outline,
        "assessment": outlining.assessment(outline),
        "writes": can_write_outline(request.user, idea),
    }
    return render(request, "ideas/self_check.html", context)


@require_http_methods(["GET", "POST"])
def criterion(request: HttpRequest, pk: int, path: str) -> HttpResponse:
    idea, outline = writable(request, pk)
    if path not in CRITERION_BY_PATH:
        raise Http404
    said = outlining.assessed(outline, CRITERION_BY_PATH[path].key)
    form = AssessmentForm(request.POST or None, said=said)
    if request.method == "POST" and form.is_valid():
        try:
            outlining.assess(outline=outline, criterion=said.criterion.key, by=me(request), **form.cleaned_data)
        except outlining.AssessedMeanwhile as theirs:
            outline.refresh_from_db()
            form.show_theirs(theirs, outlining.assessed(outline, said.criterion.key).words)
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('ideas:self_check', args=[pk])}#{path}")
    context = {"idea": idea, "criterion": said.criterion, "form": form}
    return render(request, "ideas/criterion.html", context, status=422 if form.errors else 200)
