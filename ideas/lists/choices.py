"""Which ideas a list shows, read from its address. What makes no sense is left out, never an error."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.life.stages import Stage
from ideas.lists import boards
from ideas.models import Idea
from ideas.querysets import IdeaQuerySet
from ideas.querysets.idea import own_municipalities
from municipalities.models import Municipality
from partnership.common import norwegian
from partnership.common.numbers import key
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import _StrPromise

HELD: dict[str, _StrPromise] = {
    "": _("All"), "meg": _("With me"), "andre": _("With others"), "fristen": _("Overdue"),
}  # fmt: skip
ORDERS = {"": ("-received_at", "-pk"), "eldst": ("received_at", "pk"), "dato": ("next_date", "pk")}


@dataclass(frozen=True)
class Choice:
    """``everywhere``: beyond the own municipality; ``held``, ``order``, ``column``: keys; ``stage``: a ``Stage``."""

    everywhere: bool = False
    held: str = ""
    order: str = ""
    column: str = ""
    stage: str = ""
    place: str = ""
    theme: str = ""
    words: str = ""
    as_list: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        return cls(
            everywhere=query.get("hvor") == "alle",
            held=_one_of(query.get("vis", ""), HELD),
            order=_one_of(query.get("sorter", ""), ORDERS),
            column=_one_of(query.get("kolonne", ""), boards.STAGES),
            stage=_one_of(query.get("stadium", ""), Stage.values),
            place=query.get("kommune", "")[:60].replace("\x00", ""),
            theme=str(key(query.get("tema", "")) or ""),
            words=query.get("q", "").strip()[:200].replace("\x00", " "),
            as_list=query.get("som") == "liste",
        )

    def for_others(self) -> Choice:
        """Without what would tell how a municipality keeps its days."""
        order = "" if self.order == "dato" else self.order
        return replace(self, held=self.held if self.held == "meg" else "", order=order)

    @property
    def wants_list(self) -> bool:
        return bool(self.as_list or self.words or self.column or self.stage or self.theme or self.order)

    def address(self, **other: object) -> str:
        """The query of the same list, with ``other`` fields."""
        own = replace(self, **other)  # type: ignore[arg-type]
        pairs = {
            "hvor": "alle" if own.everywhere else "", "vis": own.held, "sorter": own.order, "kolonne": own.column,
            "stadium": own.stage, "kommune": own.place, "tema": own.theme, "q": own.words,
            "som": "liste" if own.as_list else "",
        }  # fmt: skip
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def own_places(user: User | AnonymousUser) -> list[Municipality]:
    """Those the person is contact or deputy in today."""
    if not isinstance(user, User):
        return []
    return list(Municipality.objects.filter(pk__in=own_municipalities(user)).order_by("sort_name"))


def of_places(places: list[Municipality]) -> IdeaQuerySet:
    """All ideas of one's own municipalities."""
    if len(places) == 1:
        return Idea.objects.of_municipality(places[0])
    return Idea.objects.of_municipalities(places)


def narrowed(found: IdeaQuerySet, choice: Choice, user: User | AnonymousUser) -> IdeaQuerySet:
    """Whom it lies with is asked of those who have a part in ideas only."""
    if isinstance(user, User) and choice.held:
        found = _held(found, choice.held, user)
    if choice.column:
        found = found.in_stages(*boards.STAGES[choice.column])
    if choice.stage:
        found = found.in_stages(choice.stage)
    if choice.place:
        found = found.of_municipalities(Municipality.objects.filter(slug=choice.place).values("pk"))
    if choice.theme:
        found = found.about(int(choice.theme))
    if choice.order == "dato":
        found = found.open()
    return found


def _held(found: IdeaQuerySet, held: str, user: User) -> IdeaQuerySet:
    if held == "meg":
        return found.held_by(user)
    if held == "andre":
        return found.held_by_others(user)
    return found.late(norwegian.today())


def _one_of(value: str, known: object) -> str:
    return value if value in known else ""  # type: ignore[operator]
