"""An idea offered to a municipality by a meeting: its contact reads it, and says yes or no."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import naming
from meetings.after import proposing
from meetings.models import IdeaProposal
from meetings.views.common import me


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, proposal_pk: int) -> HttpResponse:
    chosen = IdeaProposal.objects.answered_by(request.user).with_meeting().select_related("municipality", "idea")
    found = get_object_or_404(chosen, pk=proposal_pk)
    error = ""
    if request.method == "POST":
        try:
            return _answer(request, found)
        except ValidationError as refused:
            error = refused.messages[0]
    seen = naming.seen([found.meeting], me(request))
    context = {
        "proposal": found,
        "meeting": naming.name(found.meeting, seen),
        "when": found.meeting.when if found.meeting_id in seen else "",
        "error": error,
        "reason": request.POST.get("grunn", ""),
    }
    return render(request, "meetings/proposal.html", context, status=422 if error else 200)


def _answer(request: HttpRequest, found: IdeaProposal) -> HttpResponse:
    if request.POST.get("valg") == "nei":
        proposing.decline(proposal=found, by=me(request), reason=request.POST.get("grunn", ""))
        messages.success(request, _("Thank you. It does not become an idea."))
        return redirect("home")
    idea = proposing.accept(proposal=found, by=me(request))
    messages.success(request, _("Now it is idea %(number)s.") % {"number": idea.number})
    return redirect(idea)
