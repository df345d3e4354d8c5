"""Ending one of the places where one is signed in; allauth's own page ends all the others at once."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partnership.common.templatetags.browsers import browser
from partnership.people.views.account import me


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Another than this one, which is ended by signing out."""
    session = get_object_or_404(UserSession, pk=pk, user=me(request))
    if session.session_key == request.session.session_key:
        messages.error(request, _("That is where you are now. Sign out instead."))
    else:
        session.end()
        messages.success(request, _("Signed out: %(place)s.") % {"place": browser(session.user_agent)})
    return redirect("usersessions_list")
