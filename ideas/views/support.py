"""«Støtt den i stedet»: at once for who is signed in, by a mailed link for others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.intake import supporting
from ideas.intake.sending_forms import AddressForm
from ideas.models import Idea
from ideas.permissions import can_support
from ideas.views.common import visible
from partnership.common.limits import is_too_often, limited, limited_link
from partnership.people.models import User


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("idea-support", 60)
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks; POST supports or takes it back, or mails a link to the address."""
    idea = visible(request, pk)
    if not can_support(request.user, idea):
        raise PermissionDenied
    if isinstance(request.user, User):
        return _at_once(request, idea, request.user)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not is_too_often("idea-support-to", email.lower(), 10):
            supporting.ask(idea=idea, email=email)
        return render(request, "sending/support_sent.html", {"idea": idea, "email": email})
    context = {"idea": idea, "form": form}
    return render(request, "sending/support.html", context, status=422 if form.errors else 200)


def _at_once(request: HttpRequest, idea: Idea, person: User) -> HttpResponse:
    if request.method != "POST":
        return render(request, "sending/support.html", {"idea": idea})
    if request.POST.get("valg") == "angre":
        supporting.take_back(idea=idea, by=person)
        return redirect(idea)
    supporting.support(idea=idea, by=person)
    messages.success(request, _("Thank you. You support idea %(number)s.") % {"number": idea.number})
    return redirect(idea)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(supporting.PURPOSE)
def support_link(request: HttpRequest, token: str) -> HttpResponse:
    found = supporting.by_token(token)
    if found is None:
        return render(request, "sending/support_link.html", {"support": None}, status=404)
    error = ""
    if request.method == "POST":
        try:
            supporting.confirm(support=found)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            found.refresh_from_db()
    context = {"support": found, "idea": found.idea, "error": error}
    return render(request, "sending/support_link.html", context, status=422 if error else 200)
