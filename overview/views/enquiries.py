"""Officers ask a municipality who its contact is; the municipality answers by a form link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from municipalities.models import Municipality
from municipalities.permissions import can_keep_register
from overview import enquiries
from overview.forms import ContactProposalForm
from overview.models import PURPOSE, ContactEnquiry
from partnership.common import links
from partnership.common.limits import by_link, limited, limited_link
from partnership.people import signin


@require_http_methods(["GET", "POST"])
def postmottak(request: HttpRequest, slug: str) -> HttpResponse:
    """GET shows whom the question goes to and what it says; POST sends it."""
    municipality = get_object_or_404(Municipality, slug=slug)
    if not can_keep_register(request.user):
        raise PermissionDenied
    if not signin.second_step_done(request):
        return signin.ask_for_second_step(request, request.path)
    enquiry = ContactEnquiry.objects.about(municipality).open().first()
    if request.method == "GET" or not municipality.postmottak:
        context = {"municipality": municipality, "enquiry": enquiry}
        return render(request, "overview/postmottak.html", context)
    assert request.user.is_authenticated
    _enquiry, sent = enquiries.ask(municipality=municipality, by=request.user)
    if sent:
        messages.success(
            request, _("The question is on its way to %(address)s.") % {"address": municipality.postmottak}
        )
    else:
        messages.info(request, _("The municipality has already been asked. Nothing was sent."))
    return redirect(municipality)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
@limited("contact-form", 20, by_link)
def contact_form(request: HttpRequest, token: str) -> HttpResponse:
    enquiry = _by_token(token)
    if enquiry is None or enquiry.is_closed:
        return _closed(request, enquiry)
    form = ContactProposalForm(request.POST or None, instance=enquiry)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {name: data[name] for name in ("name", "email", "phone", "answered_by")}
        if not enquiries.answer(enquiry=enquiry, **said):
            return _closed(request, enquiry)
        return render(request, "overview/contact_form_thanks.html", {"enquiry": enquiry})
    status = 422 if request.method == "POST" else 200
    return render(request, "overview/contact_form.html", {"enquiry": enquiry, "form": form}, status=status)


def _closed(request: HttpRequest, enquiry: ContactEnquiry | None) -> HttpResponse:
    return render(request, "overview/contact_form_closed.html", {"enquiry": enquiry}, status=410 if enquiry else 404)


def _by_token(token: str) -> ContactEnquiry | None:
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        return None
    return ContactEnquiry.objects.select_related("municipality").by_link(link).first()
