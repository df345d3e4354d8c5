"""What a leader's link opens: GET shows the two lines, POST says «jeg står bak» or «ring meg»; no sign-in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.models import LeaderRequest
from ideas.models.money import LEADER
from ideas.money import anchoring
from ideas.money.forms import CallMeForm, StandBehindForm
from partnership.common import links
from partnership.common.limits import by_link, limited, limited_link


def _behind(token: str) -> LeaderRequest | None:
    try:
        return LeaderRequest.objects.behind(links.read(LEADER, token))
    except links.BadLink:
        return None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(LEADER)
@limited("leader", 20, by_link)
def leader(request: HttpRequest, token: str) -> HttpResponse:
    asked = _behind(token)
    if asked is None or not (anchoring.is_usable(asked) or asked.anchoring):
        return render(request, "ideas/right_leader_closed.html", {"asked": asked}, status=410 if asked else 404)
    wants_call = request.POST.get("valg") == "ring"
    is_post = request.method == "POST"
    stand = StandBehindForm(request.POST if is_post and not wants_call else None, initial={"name": asked.name})
    call = CallMeForm(request.POST if is_post and wants_call else None, initial={"phone": asked.phone})
    form: StandBehindForm | CallMeForm = call if wants_call else stand
    if is_post and form.is_valid():
        verb = anchoring.want_call if wants_call else anchoring.stand_behind
        try:
            verb(request=asked, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(request.path)
    context = {"asked": asked, "idea": asked.idea, "stand": stand, "call": call}
    return render(request, "ideas/right_leader.html", context, status=422 if form.errors else 200)
