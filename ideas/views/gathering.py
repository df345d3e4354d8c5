"""«Fire ting ventet. Gi alle ny dato»."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ideas.late import gathering
from ideas.late.forms import GatherForm
from ideas.views.common import me
from partnership.common import norwegian


@require_http_methods(["GET", "POST"])
def gather(request: HttpRequest) -> HttpResponse:
    person = me(request)
    rows = gathering.due(person, norwegian.today())
    form = GatherForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            given = gathering.give_all_time(
                ideas=form.cleaned_data["ideas"], until=form.cleaned_data["until"], by=person
            )
        except ValidationError as error:
            form.add_error("until", error.messages)
        else:
            text = ngettext("%(n)s idea has a new day.", "%(n)s ideas have a new day.", len(given))
            text %= {"n": norwegian.number_word(len(given))}
            messages.success(request, text[:1].upper() + text[1:])
            return redirect("home")
    context = {"form": form, "count": rows.count()}
    return render(request, "ideas/gather.html", context, status=422 if form.errors else 200)
