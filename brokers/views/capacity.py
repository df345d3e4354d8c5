"""*Ledig kapasitet*: said by the broker, read by whoever looks for one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brokers.forms import CapacityForm
from brokers.models import Broker
from brokers.permissions import can_say_capacity


@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest, pk: int) -> HttpResponse:
    broker = get_object_or_404(Broker.objects.open().select_related("company"), pk=pk)
    if not can_say_capacity(request.user, broker):
        raise PermissionDenied
    form = CapacityForm(request.POST or None, instance=broker)
    if request.method == "POST" and form.is_valid():
        said = form.save()
        messages.success(request, _("Saved. %(line)s.") % {"line": capfirst(said.capacity_line)})
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "brokers/capacity.html", {"form": form, "broker": broker}, status=status)
