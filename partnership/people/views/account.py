"""A person's own page: who I am here, when I am away, what the portal holds about me."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from partnership.common import contributions
from partnership.people import newcomer, roles, standing
from partnership.people.forms import PersonForm
from partnership.people.models import User


def me(request: HttpRequest) -> User:
    """The signed-in person; the middleware lets nobody else through."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = me(request)
    form = PersonForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        newcomer.mark_all(person=person, step="confirm")
        messages.success(request, _("Saved."))
        return redirect("people:account")
    context = {
        "form": form,
        "person": person,
        "standing": standing.of(person),
        "has_newcomer": any(newcomer.is_new(term) for term in roles.current_terms(person)),
    }
    return render(request, "people/account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def first_steps(request: HttpRequest) -> HttpResponse:
    """*Ny i rollen*."""
    person = me(request)
    if request.method == "POST":
        own = roles.held_terms(person)
        term = next((term for term in own if str(term.pk) == request.POST.get("term")), None)
        if term is None or request.POST.get("steg") not in newcomer.known(term):
            raise PermissionDenied
        newcomer.mark(term=term, step=request.POST["steg"], is_done=request.POST.get("gjort") == "1")
        return redirect("people:newcomer")
    own_roles = standing.of(person)
    lists = [(line, newcomer.steps(line.term)) for line in own_roles.held]
    return render(request, "people/newcomer.html", {"lists": lists, "standing": own_roles})


@never_cache
@require_safe
def data_export(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(
        contributions.person_data(me(request)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="mine-opplysninger.json"'
    return response
