"""The one mechanism by which lower code reaches higher code.

Settings hold dotted paths; every entry is a plain typed function or class in the app that owns it. A system
check (``common.checks``) resolves them all at start-up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from partnership.common import probing

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.common.searching import Group, Sought
    from partnership.people.models import RoleTerm, User

LISTS = (
    "MAIL_KINDS", "WAITING", "STANDING_IN", "WITHOUT_ROLE", "NEWCOMER", "HANDOVER_STEPS", "NEW_ADDRESS",
    "PERSON_DATA", "ERASE", "FORGET", "SEARCHABLE", "NAVIGATION", "SERVED_BY_IDEA",
)  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One thing to press. ``method`` post: ``url`` takes a POST with ``data``; get: a link.

    ``mail_url``: an absolute address that does, or leads to, the same from a mail without signing in.
    """

    label: str
    url: str
    method: str = "get"
    primary: bool = False
    data: dict[str, str] = field(default_factory=dict)
    mail_url: str = ""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person.

    ``key`` is stable for the thing (mail is not sent twice about it); ``due`` a day in Oslo or None;
    ``seat`` is the role it came through (its key): only the deputy of that role sees it while the person is away;
    ``minutes`` an honest guess; ``mail_url`` an absolute address that works from a mail without signing in,
    empty when signing in is needed. ``weight`` orders what has no date (lower first). Before the day ``mail_from``
    it is in no digest: the person has just had a mail about it. ``page_title`` is what the first page says instead of
    ``title``, where a mail may not say so much.
    """

    key: str
    title: str
    sentence: str
    url: str
    due: dt.date | None = None
    minutes: int = 2
    actions: tuple[Action, ...] = ()
    mail_url: str = ""
    weight: int = 50
    on_behalf_of: str = ""
    urgent: bool = False
    seat: int | None = None
    mail_from: dt.date | None = None
    page_title: str = ""

    @property
    def shown_title(self) -> str:
        return self.page_title or self.title

    def belongs_in_mail(self, on: dt.date) -> bool:
        return self.mail_from is None or self.mail_from <= on


@dataclass(frozen=True)
class MenuItem:
    """One place of the main menu: its word and its path."""

    label: str
    url: str


@dataclass(frozen=True)
class Purpose:
    """What something serves: its words, where they stand, and the path."""

    title: str
    of: str
    url: str


@dataclass(frozen=True)
class StandIn:
    """Somebody who is away, and the roles (keys of seats) one steps in for them in: not all that they have."""

    person: User
    seats: frozenset[int]


@dataclass(frozen=True)
class FirstThing:
    """Ten minutes' work for who is new in a role: what, why, and the page (a path) with the words of its link."""

    name: str
    title: str
    help: str
    url: str
    link: str


@dataclass(frozen=True)
class Handover:
    """A seat going from one holder to the next on ``on`` (Oslo); either side may be missing."""

    old: RoleTerm | None
    new: RoleTerm | None
    on: dt.date
    by: User | None


@cache
def resolve(name: str) -> tuple[Any, ...]:
    """The functions or classes that the setting ``name`` lists, in order. Raises ImportError naming a bad path."""
    return tuple(import_string(path) for path in getattr(settings, name))


def served_by_idea(user: User | AnonymousUser, idea: int) -> list[Purpose]:
    """What the idea (its key) serves, as far as ``user`` sees it."""
    return [purpose for function in resolve("SERVED_BY_IDEA") for purpose in function(user, idea)]


def waiting(user: User, on: dt.date) -> list[Waiting]:
    """All that waits for ``user``, also on behalf of those ``user`` stands in for; the most pressing first, and what
    presses alike in the order its app gives."""
    return waiting_beside(user, on)[0]


def waiting_beside(user: User, on: dt.date, *parts: probing.Parts) -> tuple[list[Waiting], list[list[Any]]]:
    """``waiting``, and all that is in each of ``parts``: whether it has anything is asked in the same query."""
    stood_in_for = list(_absent(user, on))
    others = [_by_role(_own(absent.person, on)) for absent in stood_in_for]
    found, *read = probing.read(_own(user, on), *others, *parts)
    known = {item.key for item in found}
    for absent, items in zip(stood_in_for, read, strict=False):
        for item in items:
            if item.seat in absent.seats and item.key not in known:
                found.append(_for_deputy(item, absent.person))
    far = dt.date.max
    found.sort(key=lambda item: (not item.urgent, item.due or far, item.weight))
    return found, read[len(stood_in_for) :]


def _own(user: User, on: dt.date) -> Iterator[Waiting | probing.OfRows]:
    for function in resolve("WAITING"):
        source: Callable[[User, dt.date], probing.Parts] = getattr(function, "parts", function)
        yield from source(user, on)


def _by_role(parts: probing.Parts) -> probing.Parts:
    """Without what no deputy gets."""
    return (part for part in parts if not isinstance(part, probing.OfRows) or part.by_role)


def _for_deputy(item: Waiting, absent: User) -> Waiting:
    """A mailed link would answer as the absent person, so the deputy signs in; nor has the deputy had that mail."""
    actions = tuple(replace(action, mail_url="") for action in item.actions)
    return replace(item, on_behalf_of=absent.name, mail_url="", actions=actions, mail_from=None)


def _absent(user: User, on: dt.date) -> Iterator[StandIn]:
    function: Callable[[User, dt.date], Iterable[StandIn]]
    for function in resolve("STANDING_IN"):
        yield from function(user, on)


def without_role(on: dt.date) -> set[int]:
    """Persons (their keys) for whom something waits though they have no role."""
    functions: tuple[Callable[[dt.date], Iterable[int]], ...] = resolve("WITHOUT_ROLE")
    return {pk for function in functions for pk in function(on)}


def navigation(user: User | AnonymousUser) -> list[MenuItem]:
    """Places of the main menu that are not for everybody."""
    functions: tuple[Callable[[Any], Iterable[MenuItem]], ...] = resolve("NAVIGATION")
    return [item for function in functions for item in function(user)]


def newcomer(term: RoleTerm) -> list[FirstThing]:
    """What the apps ask of who is new in the role."""
    functions: tuple[Callable[[RoleTerm], Iterable[FirstThing]], ...] = resolve("NEWCOMER")
    return [thing for function in functions for thing in function(term)]


def hand_over(handover: Handover) -> list[str]:
    """Let every app move what belongs to the seat; the sentences tell the person who did it what happened."""
    told: list[str] = []
    step: Callable[[Handover], Iterable[str]]
    for step in resolve("HANDOVER_STEPS"):
        told.extend(step(handover))
    return told


def new_address(person: User, old: str, by: User) -> int:
    """Let what goes to the person by mail follow from ``old`` to the new address; how many mails leave at once."""
    functions: tuple[Callable[[User, str, User], int], ...] = resolve("NEW_ADDRESS")
    return sum(follow(person, old, by) for follow in functions)


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """Everything the portal holds about one person, by heading, for the person's own export."""
    found: dict[str, list[dict[str, Any]]] = {}
    for function in resolve("PERSON_DATA"):
        found.update(function(user))
    return found


def erase(user: User, addresses: set[str]) -> None:
    """Let every app take a person out of its rows. ``addresses``: all the person has signed in with, lower case."""
    function: Callable[[User, set[str]], None]
    for function in resolve("ERASE"):
        function(user, addresses)


def forget(before: dt.date) -> None:
    """Let every app take out names of people without a sign-in, from what was over before the day (Oslo)."""
    function: Callable[[dt.date], None]
    for function in resolve("FORGET"):
        function(before)


def search(user: User | AnonymousUser, sought: Sought) -> list[Group]:
    """What the apps find of what ``user`` may see, in the order of the setting; groups without hits are left out."""
    functions: tuple[Callable[[User | AnonymousUser, Sought], Iterable[Group]], ...] = resolve("SEARCHABLE")
    return [group for function in functions for group in function(user, sought) if group.hits]
