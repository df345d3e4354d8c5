"""What a project outline says, and what the writers ask themselves about it. Plain data; keys are stored.

Headings follow what Regionale forskningsfond and Forskningsrådet ask for: the application form of «regionalt
innovasjonsprosjekt i kommunal sektor» (RFF, 2020–21), «Innovasjonsprosjekt i offentlig sektor» (Forskningsrådet) and
regionalforvaltning.no. Criteria: RFF's four (forskning og innovasjon, virkninger og effekter, regional relevans,
gjennomføring; Forskningsrådet's own have the same pattern, without the region), and those of Statsforvalteren's
«skjønnsmidler til fornying og innovasjon» (prosjektkvalitet, innovasjonsgrad, overføringsverdi).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Heading:
    """``path``: its address; ``words``: how much is usual, not a limit."""

    key: str
    path: str
    title: _StrPromise
    help: _StrPromise
    words: int

    @property
    def is_short(self) -> bool:
        """One line is enough."""
        return self.words <= 20


@dataclass(frozen=True)
class Group:
    """At most six headings: what a page asks for at once."""

    key: str
    title: _StrPromise
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class Criterion:
    """``path``: its address."""

    key: str
    path: str
    title: _StrPromise
    asked_by: _StrPromise
    questions: tuple[_StrPromise, ...]


GROUPS = (
    Group(
        "why",
        _("What and why"),
        (
            Heading(
                "title",
                "tittel",
                _("Project title"),
                _("Short, and understood by somebody who does not know the field."),
                15,
            ),
            Heading(
                "problem",
                "problem",
                _("Problem and need"),
                _("What is difficult today, for whom, and how do you know?"),
                250,
            ),
            Heading(
                "goals", "mal", _("Main goal and part goals"), _("What will be different when you are done?"), 150
            ),
            Heading(
                "novelty",
                "nyhet",
                _("What is new"),
                _("What exists elsewhere, and what is new in what you will do?"),
                200,
            ),
            Heading(
                "research",
                "forskning",
                _("Research questions"),
                _("What does nobody know yet? What must be found out for you to succeed?"),
                200,
            ),
        ),
    ),
    Group(
        "how",
        _("Who and how"),
        (
            Heading(
                "activities", "aktiviteter", _("Activities and methods"), _("What will you do, in what order?"), 300
            ),
            Heading(
                "partners",
                "partnere",
                _("Partners and roles"),
                _("Who takes part, and what does each of them do?"),
                150,
            ),
            Heading("users", "brukere", _("Users' part"), _("How do those it is for take part in shaping it?"), 120),
            Heading(
                "effects",
                "virkninger",
                _("Expected effects"),
                _("What do users, employees and the municipality gain?"),
                200,
            ),
            Heading(
                "anchoring",
                "forankring",
                _("Anchoring"),
                _("Who has decided it, when, and in what plan does it stand?"),
                80,
            ),
        ),
    ),
    Group(
        "frame",
        _("Time, money and the road on"),
        (
            Heading(
                "time", "tid", _("Time plan"), _("When do you begin and end, and what are the main milestones?"), 80
            ),
            Heading(
                "budget",
                "budsjett",
                _("Budget and own share"),
                _("A rough sum, what you apply for, and what you put in yourselves. Say whether own hours count."),
                120,
            ),
            Heading(
                "risk",
                "risiko",
                _("Risk, privacy and ethics"),
                _("What can go wrong? Is personal data used, and who must approve it?"),
                150,
            ),
            Heading(
                "spreading",
                "spredning",
                _("Spreading"),
                _("How do other municipalities learn from what you find out?"),
                120,
            ),
            Heading(
                "scheme", "ordning", _("Funding scheme"), _("Which scheme or call is the outline meant for?"), 20
            ),
        ),
    ),
)
HEADINGS = tuple(heading for group in GROUPS for heading in group.headings)
BY_KEY = {heading.key: heading for heading in HEADINGS}
BY_PATH = {heading.path: heading for heading in HEADINGS}

_COUNCIL = _("Asked by the regional research funds and the Research Council")
_FUNDS = _("Asked by the regional research funds")
_STATE = _("Asked by the County Governor")
CRITERIA = (
    Criterion(
        "research",
        "forskning",
        _("Research and innovation"),
        _COUNCIL,
        (
            _("Is it clear what is new, compared with what others have done?"),
            _("Are the research questions so clear that they can be answered?"),
            _("Does the research help you solve the need, and not something beside it?"),
        ),
    ),
    Criterion(
        "effects",
        "virkninger",
        _("Effects and use"),
        _COUNCIL,
        (
            _("Is it said who gains what, and about how much?"),
            _("Is it likely that the solution is taken into use when the project is over?"),
            _("Can others use it too?"),
        ),
    ),
    Criterion(
        "region",
        "region",
        _("Relevance to the region"),
        _FUNDS,
        (
            _("Does it meet a need that more municipalities in the region have?"),
            _("Does it fit the plans of the county and the municipality?"),
        ),
    ),
    Criterion(
        "carrying_out",
        "gjennomforing",
        _("Carrying it out"),
        _COUNCIL,
        (
            _("Are there enough people and hours, and does each know what to do?"),
            _("Do goals, activities, time and budget agree?"),
            _("Has the management decided that this is to be done?"),
        ),
    ),
    Criterion(
        "quality",
        "kvalitet",
        _("Quality of the project"),
        _STATE,
        (
            _("Are goal, activities and budget clear and realistic?"),
            _("Are those it concerns with you from the start?"),
        ),
    ),
    Criterion(
        "innovation",
        "innovasjon",
        _("Degree of innovation"),
        _STATE,
        (
            _("Is this something new, and more than ordinary operation?"),
            _("Do you dare to try something you are not sure of?"),
        ),
    ),
    Criterion(
        "transfer",
        "overforing",
        _("Value to others"),
        _STATE,
        (
            _("Can other municipalities do the same without starting from the beginning?"),
            _("Is it said how you will share what you learn, also if it does not succeed?"),
        ),
    ),
)
CRITERION_BY_KEY = {criterion.key: criterion for criterion in CRITERIA}
CRITERION_BY_PATH = {criterion.path: criterion for criterion in CRITERIA}


def following(key: str) -> Heading | None:
    """The heading after this one."""
    place = HEADINGS.index(BY_KEY[key]) + 1
    return HEADINGS[place] if place < len(HEADINGS) else None
