"""«Hvorfor slik?»: what the search weighed, for one group and for all of them, in words and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.groups import arranging
from meetings.groups.arranging import Circle, Person, Role


@dataclass(frozen=True)
class Sum:
    """One line of the comparison: what was reached, and the best that could be; shares as percent."""

    label: str
    reached: str
    best: str


def role_name(role: Role) -> str:
    return {
        Role.MUNICIPALITY: _("municipality"),
        Role.BROKER: _("broker"),
        Role.RESEARCHER: _("researcher"),
        Role.PARTNER: _("partner"),
        Role.OTHER: _("another role"),
    }[role]


def of_group(
    circle: Circle,
    members: Sequence[Person],
    people: Sequence[Person] = (),
    met: Collection[frozenset[int]] = (),
) -> list[str]:
    """Short sentences, the most important first. ``people``: all who are to be seated; ``met``: pairs of keys who sat
    together last time, empty when there was none."""
    if not members:
        return [_("Nobody sits here.")]
    roles = Counter(person.role for person in members)
    places = len({person.place for person in members if person.place})
    found = []
    if circle.theme:
        asked = sum(circle.theme in person.wishes for person in members)
        found.append(_("%(n)s of %(total)s asked for this theme.") % {"n": asked, "total": len(members)})
    found.append(_("With a broker.") if roles[Role.BROKER] else _("Without a broker."))
    if roles[Role.RESEARCHER]:
        found.append(_("With a researcher."))
    text = ngettext("One municipality or organisation.", "%(n)s municipalities and organisations.", places)
    found.append(text % {"n": places})
    alone = [role_name(role) for role in Role if roles[role] == 1 and _has_company(role, circle, people)]
    if alone and len(members) > 1:
        found.append(_("Alone in their role here: %(roles)s.") % {"roles": ", ".join(alone)})
    if met:
        keys = {person.key for person in members}
        again = sum(pair <= keys for pair in met)
        text = ngettext("%(n)s pair sat together last time.", "%(n)s pairs sat together last time.", again)
        found.append(text % {"n": again} if again else _("Nobody sat together last time."))
    return found


def _has_company(role: Role, circle: Circle, people: Sequence[Person]) -> bool:
    """Somebody else with the role could have sat here; brokers and researchers are spread, and have lines of their
    own."""
    here = sum(person.role == role and person.is_digital == circle.is_digital for person in people)
    return here > 1 and role not in arranging.SPREAD


def of_all(people: Sequence[Person], groups: Sequence[Circle], seated: Mapping[int, int]) -> list[Sum]:
    """Groups with a broker and a researcher, places a group, and how many sit with a theme they asked for."""
    here = [person for person in people if person.key in seated]
    if not here or not groups:
        return []
    best = arranging.bounds(here, groups)
    theme = {group.number: group.theme for group in groups}
    tables: dict[int, list[Person]] = {group.number: [] for group in groups}
    for person in here:
        tables[seated[person.key]].append(person)
    wishing = [person for person in here if person.wishes]
    agreed = sum(theme[seated[person.key]] in person.wishes for person in wishing)
    many = len(groups)
    found = [
        Sum(_("Groups with a broker"), _of(_with(tables, Role.BROKER), many), _of(best.with_broker * many, many)),
        Sum(
            _("Groups with a researcher"),
            _of(_with(tables, Role.RESEARCHER), many),
            _of(best.with_researcher * many, many),
        ),
        Sum(
            _("Municipalities and organisations a group"),
            _decimal(sum(len({one.place for one in table if one.place}) for table in tables.values()) / many),
            _decimal(best.places),
        ),
    ]
    if wishing:
        total = len(wishing)
        found.append(
            Sum(_("Sit with a theme they asked for"), _of(agreed, total), _of(best.agreement * total, total))
        )
    return found


def _with(tables: Mapping[int, Sequence[Person]], role: Role) -> int:
    return sum(any(one.role == role for one in table) for table in tables.values())


def _of(part: float, whole: int) -> str:
    return _("%(n)s of %(total)s") % {"n": round(part), "total": whole}


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
