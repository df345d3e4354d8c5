"""A municipality without a contact reads the idea by link and names who is to have it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.intake import postmottak as mailbox
from ideas.intake.sending_forms import NamedPersonForm
from ideas.whose import holders
from partnership.common.limits import by_link, limited, limited_link


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(mailbox.PURPOSE)
@limited("idea-postmottak", 20, by_link)
def postmottak(request: HttpRequest, token: str) -> HttpResponse:
    idea, opens = mailbox.idea_of(token)
    if idea is None or not opens:
        is_old = idea is not None and idea.lies_with_postmottak
        holder = holders.of(idea) if idea and idea.is_open and not is_old else None
        context = {"idea": idea, "holder": holder, "is_old": is_old}
        return render(request, "sending/postmottak_closed.html", context, status=410 if idea else 404)
    form = NamedPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            mailbox.name_holder(idea=idea, name=form.cleaned_data["name"], email=form.cleaned_data["email"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            thanks = {"idea": idea, "name": form.cleaned_data["name"]}
            return render(request, "sending/postmottak_thanks.html", thanks)
    return render(
        request, "sending/postmottak.html", {"idea": idea, "form": form}, status=422 if form.errors else 200
    )
