"""How much mail somebody wants: on the own page, by the link in every digest, or by the mail program's own button.

The one-click POST follows RFC 8058: no cookie, no CSRF token, only the signed link.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partnership.common import links
from partnership.common.limits import limited_link
from partnership.mail.models import MailPreference

PURPOSE = "mail-preference"


class PreferenceForm(forms.Form):
    amount = forms.ChoiceField(
        label=gettext_lazy("How much mail do you want?"),
        help_text=gettext_lazy("Codes, invitations, changes and cancellations always come."),
        choices=MailPreference.Amount.choices,
        widget=forms.RadioSelect,
    )


def url(person: Any) -> str:
    """The address that needs no sign-in; absolute."""
    token = links.make(PURPOSE, person.pk, _version(person))
    return str(settings.PORTAL_URL + reverse("mail:preferences_by_link", args=[token]))


def wants_none(person: Any) -> bool:
    """Only what the person must have: no digests."""
    return MailPreference.objects.filter(person=person, amount=MailPreference.Amount.NEEDED).exists()


def choose(*, person: Any, amount: str) -> None:
    MailPreference.objects.update_or_create(person=person, defaults={"amount": amount})


def renew_link(*, person: Any) -> None:
    """Make the link in every mail so far useless; the next mail has a new one."""
    stored, _new = MailPreference.objects.get_or_create(person=person)
    MailPreference.objects.filter(pk=stored.pk).update(link_version=F("link_version") + 1)


def _version(person: Any) -> int:
    stored: MailPreference | None = getattr(person, "mail_preference", None)
    return stored.link_version if stored else 1


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and request.POST.get("valg") == "ny-lenke":
        renew_link(person=request.user)
        messages.success(request, _("The links in the mails you have got no longer open this page."))
        return redirect(request.path)
    return _page(request, request.user, "base.html")


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
def preferences_by_link(request: HttpRequest, token: str) -> HttpResponse:
    try:
        link = links.read(PURPOSE, token)
    except links.BadLink:
        raise Http404 from None
    person = get_user_model()._default_manager.filter(pk=link.pk).first()
    if person is None or link.version != _version(person):
        raise Http404
    if request.POST.get("List-Unsubscribe") == "One-Click":
        choose(person=person, amount=MailPreference.Amount.NEEDED)
        return HttpResponse(_("You now get only what you must have."), content_type="text/plain; charset=utf-8")
    return _page(request, person, "bare.html")


def _page(request: HttpRequest, person: Any, base: str) -> HttpResponse:
    stored = MailPreference.objects.filter(person=person).first()
    amount = stored.amount if stored else MailPreference.Amount.ALL
    form = PreferenceForm(request.POST or None, initial={"amount": amount})
    if request.method == "POST" and form.is_valid():
        choose(person=person, amount=form.cleaned_data["amount"])
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return render(
        request,
        "mail/preferences.html",
        {"form": form, "base": base, "person": person, "is_own": base == "base.html"},
    )
