"""Comments on an idea: written, and taken away by who wrote them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.models import Comment
from ideas.permissions import can_comment
from ideas.talk import commenting
from ideas.views.common import me, visible
from partnership.common.limits import by_person, limited


@require_http_methods(["GET", "POST"])
@limited("comment", 60, by_person)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the comments alone, as does what could not be saved."""
    idea = visible(request, pk)
    if not can_comment(request.user, idea):
        raise PermissionDenied
    text, errors = request.POST.get("text", ""), []
    if request.method == "POST":
        try:
            commenting.comment(idea=idea, text=text, by=me(request))
        except ValidationError as refused:
            errors = refused.messages
        else:
            return redirect(f"{idea.get_absolute_url()}#kommentarer")
    context = {"idea": idea, "comments": commenting.section(request.user, idea), "text": text, "errors": errors}
    return render(request, "ideas/comments.html", context, status=422 if errors else 200)


@require_POST
def removal(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    idea = visible(request, pk)
    found = get_object_or_404(Comment.objects.of_idea(idea), pk=comment_pk)
    if found.by != request.user:
        raise PermissionDenied
    commenting.remove(comment=found, by=me(request))
    messages.success(request, _("The comment is taken away."))
    return redirect(f"{idea.get_absolute_url()}#kommentarer")
