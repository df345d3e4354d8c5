"""Pages by link: the director who thanks, and the sender whose yes is wanted. GET shows, POST acts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ideas.lessons import learning, thanking
from ideas.lessons.forms import LinkedThanksForm
from ideas.models import IdeaSender, Lesson
from ideas.models.idea import SENDER
from ideas.models.results import THANKS
from partnership.common import links
from partnership.common.limits import by_link, limited, limited_link


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(THANKS)
@limited("thanks", 20, by_link)
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    lesson = thanking.by_token(token)
    if lesson is None or lesson.is_thanked:
        return render(request, "ideas/thanks_closed.html", {"lesson": lesson}, status=410 if lesson else 404)
    form = LinkedThanksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        thanking.thank(lesson=lesson, by=None, **form.cleaned_data)
        return render(request, "ideas/thanks_done.html", {"lesson": lesson})
    context = {"lesson": lesson, "form": form}
    return render(request, "ideas/thanks_link.html", context, status=422 if form.errors else 200)


def sender_by_token(token: str) -> IdeaSender | None:
    """The sender a link belongs to, with the idea; None for a link that is no longer theirs."""
    try:
        link = links.read(SENDER, token)
    except links.BadLink:
        return None
    found = IdeaSender.objects.select_related("idea__municipality")
    return found.filter(pk=link.pk, link_version=link.version).first()


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited_link(SENDER)
@limited("sender-consent", 30, by_link)
def lesson_consent(request: HttpRequest, token: str) -> HttpResponse:
    """The sender's yes or no to everybody reading what was learned."""
    sender = sender_by_token(token)
    lesson = Lesson.objects.of_idea(sender.idea) if sender else None
    if sender is None or lesson is None:
        return render(request, "ideas/consent_closed.html", {}, status=404)
    answer = request.POST.get("valg", "") if request.method == "POST" else ""
    if answer == "ja":
        learning.sender_agrees(lesson=lesson)
    elif answer == "nei":
        learning.sender_declines(lesson=lesson)
    context = {"sender": sender, "idea": sender.idea, "lesson": lesson, "answer": answer}
    return render(request, "ideas/lesson_consent.html", context)
