"""Three anonymous questions after the meeting, by the mailed link; and what was answered, for the organisers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings.after import feedback
from meetings.after.feedback_forms import FeedbackForm
from meetings.models import Invitation
from meetings.models.invitation import PURPOSE
from meetings.views.answers import by_token, closed
from meetings.views.common import organised
from partnership.common.limits import by_link, limited, limited_link


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(PURPOSE)
@limited("feedback", 20, by_link)
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows, POST answers, once. Afterwards the same address says thanks."""
    invitation = by_token(token)
    if invitation is None or not invitation.opens_what_came_of_it:
        return closed(request, invitation, token)
    form = FeedbackForm(request.POST or None) if invitation.may_give_feedback else None
    if form is not None and form.is_valid() and _gave(form, invitation):
        return redirect(request.path)
    context = {
        "invitation": invitation,
        "meeting": invitation.meeting,
        "form": form,
        "token": token,
        "fewest": feedback.FEWEST,
    }
    return render(request, "meetings/feedback.html", context, status=422 if form is not None and form.errors else 200)


def _gave(form: FeedbackForm, invitation: Invitation) -> bool:
    try:
        feedback.give(invitation=invitation, **form.said())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = organised(request, pk)
    context = {"meeting": meeting, "results": feedback.results(meeting), "fewest": feedback.FEWEST}
    return render(request, "meetings/feedback_results.html", context)
