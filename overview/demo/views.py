"""Trying the portal: sign in as anyone with one press, and read every mail as it was received."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from meetings.models import Invitation, Meeting
from overview.demo import entrances, ideas, mailbox, people
from partnership.common.numbers import key
from partnership.people.models import RoleTerm, User

MAIL_POLICY = {
    "default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": [SELF], "frame-ancestors": [SELF],
}  # fmt: skip
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _enter(request)
    chosen, idea = entrances.chosen(), ideas.newest()
    sender_url = reverse("idea_links:sender", args=[idea.sender.token()]) if idea else ""
    found = {"chosen": chosen, "others": entrances.others(chosen), "sender_url": sender_url}
    return render(request, "demo/start.html", found)


def _enter(request: HttpRequest) -> HttpResponse:
    scene = request.POST.get("scene", "")
    if scene == "svar":
        return _answer_from_mail()
    if scene == "ide":
        return _take_idea_further(request)
    if scene in {"send", "region"}:
        officer = get_object_or_404(
            RoleTerm.objects.current().select_related("person"), seat__partnerofficer__partner__slug="ks"
        )
        _sign_in(request, officer.person)
        draft = Meeting.objects.filter(is_demo=True, state="draft").first()
        return redirect(
            reverse("meetings:sending", args=[draft.pk]) if draft and scene == "send" else "overview:region"
        )
    _sign_in(request, get_object_or_404(User.objects.active(), pk=key(request.POST.get("person", ""))))
    return redirect("home")


def _sign_in(request: HttpRequest, person: User) -> None:
    """By one press, and listed among the places where the person is signed in, as every other sign-in."""
    login(request, person, BACKEND)
    UserSession.objects.create_from_request(request)


def _take_idea_further(request: HttpRequest) -> HttpResponse:
    idea = ideas.newest()
    if idea is None:
        raise Http404
    _sign_in(request, get_object_or_404(User.objects.active(), name=people.CONTACTS[0]))
    return redirect(idea)


def _answer_from_mail() -> HttpResponse:
    invitation = Invitation.objects.active().sent().silent().still_open().order_by("meeting__start").last()
    if invitation is None:
        raise Http404
    return redirect("answers:answer", invitation.token())


@login_not_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip().lower()
    return render(request, "demo/mailbox.html", {"mails": mailbox.newest(words), "words": words})


@login_not_required
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    found = mailbox.read(name)
    if found is None:
        raise Http404(_("The mail is gone."))
    return render(request, "demo/mail.html", {"mail": found})


@login_not_required
@xframe_options_sameorigin
@require_safe
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The mail's HTML as its own document, with nothing allowed but its own styles and the portal's mark."""
    found = mailbox.read(name)
    if found is None:
        raise Http404
    response = HttpResponse(found.html)
    response._csp_config = MAIL_POLICY  # type: ignore[attr-defined]
    return response
