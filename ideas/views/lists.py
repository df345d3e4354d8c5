"""All ideas one may see: the own municipality's by stage or in a list, the others in a list."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideas.life import choosing
from ideas.life.stages import Stage
from ideas.lists import boards, choices, searching
from ideas.lists.choices import Choice
from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from ideas.views.common import me
from municipalities.models import Municipality
from partnership.common import keyset
from partnership.partners.models import Theme

A_PAGE = 50


@login_not_required
@require_safe
def idea_list(request: HttpRequest) -> HttpResponse:
    choice = Choice.of(request.GET)
    places = [] if choice.everywhere else choices.own_places(request.user)
    if places and not choice.wants_list:
        return render(request, "ideas/board.html", _board(request, choice, places))
    if places:
        return render(request, "ideas/list.html", _own(request, choice, places))
    return render(request, "ideas/list.html", _seen(request, choice))


def _board(request: HttpRequest, choice: Choice, places: list[Municipality]) -> dict[str, Any]:
    user, all_of_them = me(request), choices.of_places(places)
    columns, paused = boards.columns(choices.narrowed(all_of_them, choice, user), user)
    return _head(choice, places, boards.sums(all_of_them, user)) | {"columns": columns, "paused": paused}


def _own(request: HttpRequest, choice: Choice, places: list[Municipality]) -> dict[str, Any]:
    user, all_of_them = me(request), choices.of_places(places)
    chosen = choices.narrowed(all_of_them, choice, user).with_holder()
    page = _page(chosen, choice, request.GET.get("etter", ""))
    head = _head(choice, places, boards.sums(all_of_them, user))
    return head | {"rows": boards.rows(page.rows, user), "next_after": page.next_after, "is_own": True}


def _seen(request: HttpRequest, choice: Choice) -> dict[str, Any]:
    """What others show. How they keep their days is the municipality's own matter: neither shown nor sorted by."""
    choice = choice.for_others()
    if choice.words:
        found = choices.narrowed(Idea.objects.visible_to(request.user), choice, request.user).with_holder()
        page = _page(found, choice, "")
    else:
        parts = [choices.narrowed(part, choice, request.user) for part in Idea.objects.seen_in_parts(request.user)]
        after = request.GET.get("etter", "")
        shown = Idea.objects.with_holder()
        page = keyset.page(shown, order=choices.ORDERS[choice.order], after=after, size=A_PAGE, parts=parts)
    return {
        "choice": choice,
        "rows": boards.rows(page.rows, request.user, names_persons=False),
        "next_after": page.next_after,
        "places": list(Municipality.objects.order_by("sort_name")),
        "themes": list(Theme.objects.order_by("name")),
        "stages": Stage.choices,
    } | _orders(choice)


def _page(found: IdeaQuerySet, choice: Choice, after: str) -> keyset.Page[Idea]:
    """By date; what is searched for by how well it fits, the best fifty."""
    if choice.words:
        return keyset.Page(list(searching.search(found, choice.words)[:A_PAGE]), "")
    return keyset.page(found, order=choices.ORDERS[choice.order], after=after, size=A_PAGE)


def _head(choice: Choice, places: list[Municipality], sums: boards.Sums) -> dict[str, Any]:
    counts = {"": sums.total, "meg": sums.mine, "andre": sums.others, "fristen": sums.late}
    pills = [
        {"label": label, "count": counts[key], "url": choice.address(held=key), "current": choice.held == key}
        for key, label in choices.HELD.items()
    ]
    return {
        "choice": choice,
        "own_places": places,
        "sums": sums,
        "pills": pills,
        "list_url": choice.address(as_list=True),
        "board_url": Choice(held=choice.held).address(),
        "new_idea_url": choosing.link("new"),
        "intakes_url": choosing.link("intakes"),
        "everywhere_url": Choice(everywhere=True).address(),
    } | _orders(choice)


def _orders(choice: Choice) -> dict[str, Any]:
    newest = choice.address(as_list=True, order="eldst" if not choice.order else "")
    by_date, more = choice.address(as_list=True, order="dato"), choice.address()
    return {"by_received": newest, "by_date": by_date, "more_url": f"{more}&" if len(more) > 1 else more}
