"""Writing and showing experiences; the page of one, which reads meetings too, is ``overview.views.experience``."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from municipalities import places
from municipalities.experiences import pictures, publishing, trying
from municipalities.experiences.forms import FirstForm, MoreForm, PictureForm, TrialForm
from municipalities.models import Experience, ExperiencePicture, Municipality
from municipalities.permissions import can_write_experience
from partnership.common import keyset
from partnership.common.gone import not_found_when_gone
from partnership.common.searching import Sought, matching
from partnership.partners.models import Theme
from partnership.people.models import User

A_PAGE = 20
STEPS = {"1": FirstForm, "2": MoreForm}


def visible(request: HttpRequest, pk: int) -> Experience:
    rows = Experience.objects.visible_to(request.user).for_list()
    return get_object_or_404(rows, pk=pk)


def written(request: HttpRequest, pk: int) -> Experience:
    """For the municipality's contact and deputy."""
    found = visible(request, pk)
    if not can_write_experience(request.user, found.municipality_id):
        raise PermissionDenied
    return found


def me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@login_not_required
@require_safe
def experience_list(request: HttpRequest) -> HttpResponse:
    words, place, theme = (request.GET.get(name, "")[:200] for name in ("q", "kommune", "tema"))
    rows = Experience.objects.visible_to(request.user).in_place(place).with_theme(theme).for_list()
    sought = Sought.of(words, "erfaringer")
    if sought.words:
        found = matching(Experience, rows.newest_first, sought, "title", *publishing.TEXTS)
        page = keyset.Page(list(found), "")
    else:
        page = keyset.page(
            rows.published(), order=("-published_at", "-pk"), after=request.GET.get("etter", ""), size=A_PAGE
        )
    own = Municipality.objects.filter(pk__in=places.of_contact(request.user)).order_by("sort_name")
    context = {
        "page": page,
        "words": sought.text,
        "place": place,
        "theme": theme,
        "places": Municipality.objects.with_experiences(),
        "themes": Theme.objects.all(),
        "own": list(own) if request.user.is_authenticated else [],
        "drafts": list(rows.drafts().order_by("-changed_at")) if request.user.is_authenticated else [],
    }
    return render(request, "municipalities/experience_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Municipality, slug=slug)
    if not can_write_experience(request.user, place.pk):
        raise PermissionDenied
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        written, themes = form.save(commit=False), form.cleaned_data["themes"]
        draft = publishing.begin(municipality=place, draft=written, themes=themes, by=me(request))
        messages.success(request, _("The draft is kept. Only you in the municipality see it."))
        return redirect("experiences:edit", draft.pk, "2")
    context = {"form": form, "place": place, "step": "1"}
    return render(request, "municipalities/experience_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(Experience)
def edit(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    found = written(request, pk)
    if step not in STEPS:
        raise Http404
    with transaction.atomic():
        if request.method == "POST":
            # Shared or taken back meanwhile, it stays so.
            found = get_object_or_404(Experience.objects.select_for_update(), pk=pk)
        form = STEPS[step](request.POST or None, instance=found)
        if request.method == "POST" and form.is_valid():
            form.save()
            messages.success(request, _("Saved."))
            is_on_the_way = step == "1" and not found.is_published
            return redirect("experiences:edit", pk, "2") if is_on_the_way else redirect(found)
    context = {"form": form, "experience": found, "place": found.municipality, "step": step}
    return render(request, "municipalities/experience_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(Experience)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: everybody reads it from then on."""
    found = written(request, pk)
    error = ""
    if request.method == "POST":
        try:
            publishing.publish(experience=found)
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            messages.success(request, _("Now everybody can read it. Thank you for sharing."))
            return redirect(found)
    context = {"experience": found, "missing": publishing.missing(found), "error": error}
    return render(request, "municipalities/experience_publication.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(Experience)
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """What is published becomes a draft again; a draft is deleted where the press says so (``valg`` slett), and not
    by the second of two presses on «take it back»."""
    found = written(request, pk)
    error = ""
    if request.method == "POST":
        try:
            return _withdrawn(request, found, deletes=request.POST.get("valg") == "slett")
        except ValidationError as refused:
            error = " ".join(refused.messages)
    context = {"experience": found, "error": error}
    return render(request, "municipalities/experience_withdrawal.html", context, status=422 if error else 200)


def _withdrawn(request: HttpRequest, found: Experience, *, deletes: bool) -> HttpResponse:
    """Raises ValidationError."""
    if not deletes:
        publishing.take_back(experience=found)
        messages.success(request, _("Taken back. Only you in the municipality see it now."))
        return redirect(found)
    publishing.delete(experience=found)
    messages.success(request, _("The draft is deleted."))
    return redirect("experiences:list")


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(Experience)
def picture_list(request: HttpRequest, pk: int) -> HttpResponse:
    found = written(request, pk)
    kept = list(found.pictures.all())
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.add_picture(experience=found, picture=form.instance)
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The picture is added."))
            return redirect("experiences:pictures", pk)
    context = {"experience": found, "pictures": kept, "form": form, "most": pictures.MOST}
    return render(request, "municipalities/experience_pictures.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def picture_removal(request: HttpRequest, pk: int, picture_pk: int) -> HttpResponse:
    """Asks first: there is no way back."""
    found = written(request, pk)
    picture = get_object_or_404(found.pictures, pk=picture_pk)
    if request.method == "POST":
        publishing.take_picture_away(picture=picture)
        messages.success(request, _("The picture is taken away."))
        return redirect("experiences:pictures", pk)
    context = {"experience": found, "picture": picture}
    return render(request, "municipalities/experience_picture_removal.html", context)


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """For those who see the experience; the bytes were drawn by us, so it is shown and not downloaded."""
    seen = ExperiencePicture.objects.filter(experience__in=Experience.objects.visible_to(request.user).values("pk"))
    found = get_object_or_404(seen, pk=pk)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file)
    response["Content-Type"] = "image/png" if found.file.name.endswith(".png") else "image/jpeg"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """«Vi vil prøve», and taking it back (``valg`` angre). What cannot be kept as it is comes back in its form."""
    found = visible(request, pk)
    own = list(Municipality.objects.filter(pk__in=places.of_contact(request.user)))
    form = TrialForm(request.POST, places=own)
    if not own:
        raise PermissionDenied
    if not form.is_valid():
        context = {"experience": found, "form": form}
        return render(request, "municipalities/experience_trial.html", context, status=422)
    place = form.cleaned_data["municipality"]
    try:
        if request.POST.get("valg") == "angre":
            trying.unwish(experience=found, municipality=place)
            messages.success(request, _("Taken back."))
        else:
            trying.wish(experience=found, municipality=place, by=me(request), note=form.cleaned_data["note"])
            messages.success(
                request, _("Noted. We tell %(place)s that you want to try.") % {"place": found.municipality}
            )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect(f"{found.get_absolute_url()}#prove")
