"""The list of strategies, and how one begins, changes, is adopted, ended and renewed; its documents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from municipalities import places
from municipalities.models import Municipality, Phase, Strategy, StrategyDocument
from municipalities.permissions import can_keep_strategies
from municipalities.strategies import deciding, starting, timeline, wording
from municipalities.strategies.forms import AdoptionForm, DocumentForm, EditForm, StartForm, VisibilityForm
from municipalities.views.of_strategy import REMOVE, form_page, kept, me, removal_page, seen
from partnership.common import keyset, norwegian
from partnership.common.gone import not_found_when_gone
from partnership.common.numbers import key

A_PAGE = 50


@login_not_required
@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    """One's own municipality's, all of them, and the others' by pages."""
    own = places.of_contact(request.user)
    rows = Strategy.objects.visible_to(request.user).for_list()
    after = request.GET.get("etter", "")
    page = keyset.page(rows.exclude(municipality__in=own), order=("-begins", "-pk"), after=after, size=A_PAGE)
    context = {
        "own": wording.in_lists(rows.filter(municipality__in=own)) if own else [],
        "others": wording.in_lists(page.rows),
        "next_after": page.next_after,
        "own_places": Municipality.objects.filter(pk__in=own).order_by("sort_name") if own else [],
    }
    return render(request, "municipalities/strategy_list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Municipality, slug=slug)
    if not can_keep_strategies(request.user, place):
        raise PermissionDenied
    dates = timeline.propose(norwegian.today())
    title = _("Strategy for research and innovation in %(place)s") % {"place": place.name}
    strategy = Strategy(
        municipality=place, title=title, begins=dates.begins, draft_by=dates.draft_by, treated_on=dates.treated_on
    )
    form = StartForm(request.POST or None, request.FILES or None, instance=strategy)
    if request.method == "POST" and form.is_valid():
        begun = starting.start(strategy=form.save(commit=False), file=form.cleaned_data["document"], by=me(request))
        messages.success(request, _("The strategy has begun. Only you in the municipality see it."))
        return redirect(begun)
    context = {"municipality": place, "form": form}
    return render(request, "municipalities/strategy_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@not_found_when_gone(Strategy)
@transaction.atomic
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    if request.method == "POST":
        strategy = Strategy.objects.select_for_update().get(pk=pk)
    form = EditForm(request.POST or None, instance=strategy)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        if {"begins", "draft_by", "treated_on"} & set(form.changed_data) and strategy.phases.exists():
            messages.info(request, _("The phases keep their dates. Move each as you need."))
        return redirect(strategy)
    return form_page(request, strategy, form, title=_("Text and dates"), press=_("Save"))


@require_http_methods(["GET", "POST"])
@not_found_when_gone(Strategy)
def visibility(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    form = VisibilityForm(request.POST or None, initial={"visibility": strategy.visibility})
    if request.method == "POST" and form.is_valid():
        deciding.show(strategy=strategy, visibility=form.cleaned_data["visibility"])
        means = wording.MEANS[form.cleaned_data["visibility"]]
        messages.success(request, _("Saved. It can now be seen by: %(who)s") % {"who": means})
        return redirect(strategy)
    lead = _("Whoever sees it, sees goals, measures, milestones and documents. Notes are your own.")
    return form_page(request, strategy, form, title=_("Who sees the strategy?"), press=_("Save"), lead=lead)


@require_http_methods(["GET", "POST"])
@not_found_when_gone(Strategy)
def adoption(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    form = AdoptionForm(request.POST or None, initial=_decision(strategy))
    if request.method == "POST" and form.is_valid():
        try:
            deciding.adopt(strategy=strategy, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The decision is noted. The strategy is adopted."))
            return redirect(strategy)
    lead = _("The strategy is adopted from this day. You can undo it.")
    return form_page(
        request, strategy, form, title=_("The strategy is adopted"), press=_("Yes, it is adopted"), lead=lead
    )


def _decision(strategy: Strategy) -> dict[str, object]:
    """What is known of it, or what is usual."""
    phase = strategy.phases.filter(kind=Phase.Kind.TREATMENT).first()
    usual = {"on": min(strategy.treated_on, norwegian.today()), "body": "kommunestyret"}
    if phase is None:
        return usual
    day = norwegian.local(phase.done_at).date() if phase.done_at else usual["on"]
    said = {"case_number": phase.case_number, "archive_reference": phase.archive_reference}
    return {"on": day, "body": phase.body or usual["body"], **said}


@require_POST
@not_found_when_gone(Strategy)
def adoption_undo(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    deciding.undo_adoption(strategy=strategy)
    messages.success(request, _("Undone. The strategy is under way again."))
    return redirect(strategy)


@require_http_methods(["GET", "POST"])
@not_found_when_gone(Strategy)
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    if request.method == "POST":
        deciding.end(strategy=strategy)
        messages.success(request, _("The strategy is ended. Its page stays."))
        return redirect(strategy)
    lead = _("It is no longer in force, and its milestones wait for nobody. The page stays, and you can undo it.")
    return form_page(
        request, strategy, None, title=_("End the strategy?"), press=_("Yes, end it"), lead=lead, is_danger=True
    )


@require_POST
@not_found_when_gone(Strategy)
def ending_undo(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    deciding.take_up_again(strategy=strategy)
    messages.success(request, _("Undone. The strategy is taken up again."))
    return redirect(strategy)


@require_http_methods(["GET", "POST"])
@not_found_when_gone(Strategy)
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: there is no way back."""
    strategy = kept(request, pk)
    if request.method == "POST":
        try:
            deciding.delete(strategy=strategy)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(strategy)
        messages.success(request, _("The strategy is deleted."))
        return redirect("strategies:list")
    lead = _("Phases, goals, milestones and documents go with it, and cannot be brought back. A meeting stays.")
    return form_page(
        request, strategy, None, title=_("Delete the strategy?"), press=_("Yes, delete it"), lead=lead, is_danger=True
    )


@require_http_methods(["GET", "HEAD", "POST"])
@not_found_when_gone(Strategy)
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and leads to the new one when it is under way already."""
    strategy = kept(request, pk)
    if request.method == "POST":
        new = starting.renew(strategy=strategy, by=me(request))
        messages.success(request, _("This is the new strategy, with the old one's goals. Look over the dates."))
        return redirect("strategies:edit", new.pk)
    if under_way := starting.renewal_of(strategy):
        return redirect(under_way)
    lead = _(
        "A new strategy begins with the goals and measures of this one. You look over the dates. Only you in the "
        "municipality see the new one. The old one stays as it is."
    )
    return form_page(
        request, strategy, None, title=_("Start a new strategy?"), press=_("Yes, start the new strategy"), lead=lead
    )


@require_http_methods(["GET", "POST"])
@not_found_when_gone(Strategy)
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = kept(request, pk)
    if gone := _document_to_remove(request, strategy):
        if request.POST.get("valg") != REMOVE:
            return removal_page(request, strategy, gone.title, _("The file is deleted. Keep a copy if you need it."))
        starting.take_away(document=gone)
        messages.success(request, _("Taken away."))
        return redirect("strategies:documents", pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            starting.attach(strategy=strategy, by=me(request), **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The document is added."))
            return redirect("strategies:documents", pk)
    context = {"strategy": strategy, "form": form, "documents": strategy.documents.all()}
    return render(request, "municipalities/strategy_documents.html", context, status=422 if form.errors else 200)


def _document_to_remove(request: HttpRequest, strategy: Strategy) -> StrategyDocument | None:
    named = request.GET.get("fjern")
    return get_object_or_404(strategy.documents.all(), pk=key(named)) if named else None


@login_not_required
@require_safe
def document(request: HttpRequest, pk: int, document_pk: int) -> FileResponse:
    return file_response(seen(request, pk), document_pk)


def file_response(strategy: Strategy, document_pk: int) -> FileResponse:
    """The file as a download, whatever it says it is. Raises Http404."""
    found: StrategyDocument = get_object_or_404(strategy.documents.all(), pk=document_pk)
    try:
        opened = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=True, filename=found.file.name.rsplit("/", 1)[-1])
    response["Content-Type"] = "application/octet-stream"
    return response
