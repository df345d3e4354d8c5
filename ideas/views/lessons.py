"""What municipalities have learned: the list, a lesson, applause, and the lesson of the month."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ideas.lessons import applauding, learning
from ideas.models import Idea, Lesson
from ideas.permissions import can_applaud, can_choose_lesson_of_month, can_thank, can_write_lesson
from ideas.views.common import me
from municipalities.models import FouiContact
from partnership.common import keyset
from partnership.partners.models import Theme

FOUND = 50  # of a search; further down nothing fits any longer


def seen_lesson(request: HttpRequest, pk: int) -> Lesson:
    lessons = Lesson.objects.visible_to(request.user).with_place().with_applause(request.user)
    return get_object_or_404(lessons, pk=pk)


@login_not_required
@require_safe
def lesson_list(request: HttpRequest) -> HttpResponse:
    words, place, theme = (request.GET.get(name, "").replace("\x00", "")[:200] for name in ("q", "kommune", "tema"))
    lessons = Lesson.objects.visible_to(request.user).in_municipality(place).with_theme(theme)
    lessons = lessons.with_place().with_applause(request.user)
    if words.strip():
        page = keyset.Page(list(learning.search(lessons, words)[:FOUND]), "")
    else:
        page = keyset.page(lessons, order=("-at", "-pk"), after=request.GET.get("etter", ""), size=20)
    context = {
        "page": page,
        "words": words,
        "place": place,
        "theme": theme,
        "places": learning.places(Lesson.objects.visible_to(request.user)),
        "themes": Theme.objects.all(),
        "of_month": learning.of_month(),
    }
    return render(request, "ideas/lesson_list.html", context)


@login_not_required
@require_safe
def lesson_detail(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = seen_lesson(request, pk)
    place = lesson.idea.municipality
    context = {
        "lesson": lesson,
        "place": place,
        "contacts": FouiContact.objects.in_municipality(place).open().held().with_current_terms().order_by("pk"),
        "sees_idea": Idea.objects.visible_to(request.user).contains(lesson.idea),
        "can_write": can_write_lesson(request.user, lesson.idea),
        "can_thank": can_thank(request.user, lesson),
        "can_applaud": can_applaud(request.user, lesson),
        "can_choose": _can_choose(request, lesson),
    }
    return render(request, "ideas/lesson_detail.html", context)


def _can_choose(request: HttpRequest, lesson: Lesson) -> bool:
    return lesson.is_public and not lesson.is_of_month and can_choose_lesson_of_month(request.user)


@require_POST
def applause(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = seen_lesson(request, pk)
    if not can_applaud(request.user, lesson):
        raise PermissionDenied
    if request.POST.get("valg") == "angre":
        applauding.take_back(lesson=lesson, by=me(request))
    else:
        applauding.applaud(lesson=lesson, by=me(request))
    return redirect(lesson)


@require_POST
def month(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = seen_lesson(request, pk)
    if not can_choose_lesson_of_month(request.user):
        raise PermissionDenied
    try:
        learning.make_lesson_of_month(lesson=lesson, by=me(request))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("This is the lesson of the month. It is shown on the first page."))
    return redirect(lesson)
