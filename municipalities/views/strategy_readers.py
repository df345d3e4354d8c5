"""Who may read a strategy by a link, as its keeper sees it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from municipalities.models import StrategyReader
from municipalities.strategies import readers as reading
from municipalities.strategies.forms import ReaderForm
from municipalities.views.of_strategy import form_page, kept, me
from partnership.common.limits import by_person, limited


@require_http_methods(["GET", "POST"])
@limited("strategy-reader", 40, by_person)
def readers(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    form = ReaderForm(request.POST or None, instance=StrategyReader(strategy=strategy))
    if request.method == "POST" and form.is_valid():
        try:
            reader = reading.add(strategy=strategy, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The link is on its way to %(address)s.") % {"address": reader.email})
            return redirect("strategies:readers", pk)
    context = {"strategy": strategy, "form": form, "readers": strategy.readers.filter(ended_at=None)}
    return render(request, "municipalities/strategy_readers.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reader_end(request: HttpRequest, pk: int, reader_pk: int) -> HttpResponse:
    """Asks first: the link that was mailed never opens again."""
    strategy = kept(request, pk)
    reader = get_object_or_404(strategy.readers.all(), pk=reader_pk)
    if request.method == "POST":
        reading.end(reader=reader)
        messages.success(request, _("%(name)s's link is closed.") % {"name": reader.name})
        return redirect("strategies:readers", pk)
    return form_page(
        request, strategy, None, title=_("Close the link of %(name)s?") % {"name": reader.name},
        press=_("Yes, close the link"), is_danger=True, back=reverse("strategies:readers", args=[pk]),
        lead=_("The link in the mail stops working at once, and cannot be opened again. You can send a new one."),
    )  # fmt: skip
