"""Writing a lesson, and the director's thanks for it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.lessons import learning, thanking
from ideas.lessons.forms import LessonForm, ThanksRequestForm, WrittenThanksForm
from ideas.models import Lesson
from ideas.permissions import can_thank, can_write_lesson
from ideas.views.common import me, visible
from ideas.views.lessons import seen_lesson
from partnership.common.limits import by_person, limited


@require_http_methods(["GET", "POST"])
@transaction.atomic
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    idea = visible(request, pk)
    if not can_write_lesson(request.user, idea):
        raise PermissionDenied
    found = Lesson.objects.of_idea(idea) or Lesson(idea=idea)
    form = LessonForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            written = learning.write(lesson=form.instance, for_all=form.for_all, by=me(request))
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _written(written))
            return redirect(written)
    context = {
        "idea": idea,
        "form": form,
        "lesson": found,
        "is_too_early": not found.pk and not learning.is_learned_from(idea),
    }
    return render(request, "ideas/lesson_form.html", context, status=422 if form.errors else 200)


def _written(lesson: Lesson) -> str:
    if lesson.is_public:
        return _("Saved. Everybody can read it.")
    if lesson.is_asked_of_sender:
        return _("Saved. We have asked the sender whether everybody may read it.")
    return _("Saved. Those who see the idea can read it.")


@require_http_methods(["GET", "POST"])
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen_lesson(request, pk)
    if not can_thank(request.user, found):
        raise PermissionDenied
    initial = {"who": found.thanks_from, "words": found.thanks}
    form = WrittenThanksForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        thanking.thank(lesson=found, by=me(request), **form.cleaned_data)
        messages.success(request, _("The thanks stand beside the lesson."))
        return redirect(found)
    return _thanks_page(request, found, form, ThanksRequestForm())


@require_POST
@limited("thanks-request", 10, by_person)
def thanks_request(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen_lesson(request, pk)
    if not can_thank(request.user, found):
        raise PermissionDenied
    form = ThanksRequestForm(request.POST)
    if form.is_valid():
        try:
            thanking.ask(lesson=found, by=me(request), **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The link is on its way to %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect(found)
    return _thanks_page(request, found, WrittenThanksForm(), form)


def _thanks_page(
    request: HttpRequest, lesson: Lesson, written: WrittenThanksForm, asked: ThanksRequestForm
) -> HttpResponse:
    context = {"lesson": lesson, "form": written, "request_form": asked}
    wrong = written.errors or asked.errors
    return render(request, "ideas/lesson_thanks.html", context, status=422 if wrong else 200)
