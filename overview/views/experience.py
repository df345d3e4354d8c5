"""An experience's page: what a municipality did, who wants to try it, and where it has been told of."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.mailing import told
from meetings.models import ProgrammeItem
from municipalities import places
from municipalities.experiences.forms import TrialForm
from municipalities.models import FouiContact, Municipality
from municipalities.permissions import can_write_experience
from municipalities.views.experiences import visible
from overview.strategies import ties
from partnership.people import roles


@login_not_required
@require_safe
def experience(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible(request, pk)
    trials = list(found.trials.select_related("municipality"))
    tried_by = {trial.municipality_id for trial in trials}
    own = [pk for pk in places.of_contact(request.user) if pk != found.municipality_id]
    free = list(Municipality.objects.filter(pk__in=set(own) - tried_by)) if own else []
    items = ProgrammeItem.objects.telling_of(found).seen_by(request.user)
    context = {
        "experience": found,
        "pictures": list(found.pictures.all()),
        "trials": trials,
        "names_trials": roles.has_role(request.user),
        "can_write": can_write_experience(request.user, found.municipality_id),
        "trial_form": TrialForm(places=free) if free and found.is_published else None,
        "own_trials": [trial for trial in trials if trial.municipality_id in own],
        "contacts": FouiContact.objects.in_municipality(found.municipality).open().held().with_current_terms(),
        "serves": ties.served_by_experience(request.user, found),
        "told_at": told.as_known([item.meeting for item in items]).values(),
    }
    return render(request, "overview/experience.html", context)
