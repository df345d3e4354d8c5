"""«Slik regner vi»: every number of the region's page in plain words. ``overview.region.counting`` counts so."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from overview.region.colouring import MANY_IDEAS, QUICK_DAYS
from overview.region.figures import CLOSING_DAYS, LAST_MEETINGS, SHOWN_MEETINGS


@dataclass(frozen=True)
class Definition:
    word: str
    meaning: str


def of_all() -> list[Definition]:
    """What every reader of the page sees."""
    return [
        Definition(
            _("As of …"),
            _("All numbers are counted at the same time, which the page says. They are at most five minutes old."),
        ),
        Definition(
            _("Has a FoUI contact"),
            _(
                "Somebody holds a role as FoUI contact in the municipality today. A deputy alone does not count."
                " Two contacts in one municipality are one municipality."
            ),
        ),
        Definition(
            _("Not confirmed"),
            _("Whoever has the role has not signed in, answered or confirmed for twelve months."),
        ),
        Definition(
            _("Ideas in progress"),
            _(
                "All ideas of all municipalities that somebody works on, that are in use or on hold. Ideas that"
                " are ended, shared, withdrawn, merged with another or passed on are not counted; an idea that was"
                " merged counts as the one it went into. The number is of the region: the list shows those you may"
                " open."
            ),
        ),
        Definition(
            _("Shared ideas"),
            _(
                "Of a municipality only the ideas in progress that it shows to everybody in the partnership, or to"
                " everybody. How many it has besides is its own matter."
            ),
        ),
        Definition(
            _("Time in the stage"),
            _("Half of the ideas that are in the stage now have been in it so long, or shorter (the median)."),
        ),
        Definition(_("Experiences"), _("Experiences that are published. Drafts and those taken back do not count.")),
        Definition(
            _("Competence brokers"),
            _(
                "Roles as broker that somebody holds today and that cover the municipality, themselves or by their"
                " company. A broker who covers several municipalities counts in each."
            ),
        ),
        Definition(
            _("Strategy"),
            _(
                "A strategy for research and innovation in force or under way, when the municipality shows it to the"
                " partnership. One in force goes before one under way."
            ),
        ),
        Definition(
            _("Deadlines"),
            _("Calls of schemes we show whose deadline is within %(n)s days, by the clock.") % {"n": CLOSING_DAYS},
        ),
        Definition(
            _("The map's colours"),
            _("Many ideas are %(many)s or more. A quick answer is one within %(quick)s days.")
            % {"many": MANY_IDEAS, "quick": QUICK_DAYS},
        ),
    ]


def of_board() -> list[Definition]:
    """What partners see besides."""
    return [
        Definition(
            _("The last meetings"),
            _(
                "The %(n)s newest meetings of the partners that somebody has been invited to. Cancelled meetings, and"
                " those where people only hold the date, are not counted. Invitations taken back, or given to a"
                " colleague or a successor, count once, as the one that is valid now. Have answered: the share that"
                " has said yes, perhaps or no. Who they are is for those who arrange the meeting: to them the numbers"
                " open its board."
            )
            % {"n": SHOWN_MEETINGS},
        ),
        Definition(
            _("Overdue follow-ups"),
            _("Follow-ups from the partners' meetings that are not done, and whose day was before today."),
        ),
        Definition(
            _("Roles"),
            _("Roles that exist today. Nobody: no holder today, whether or not there is a deputy or a successor."),
        ),
        Definition(
            _("Schemes and calls to check"),
            _("Those we show that nobody has checked for half a year."),
        ),
    ]


def of_comparisons() -> list[Definition]:
    """What a municipality sees of itself, and KS of all."""
    return [
        Definition(
            _("Answers to meetings"),
            _(
                "Of the last %(n)s meetings of the partners that have begun and that FoUI contacts were invited to:"
                " how many the municipality was invited to, and how many of those anybody there has answered, also"
                " with no. Seen by the municipality itself and by KS."
            )
            % {"n": LAST_MEETINGS},
        ),
        Definition(
            _("Answer time of ideas"),
            _(
                "Of the ideas that came the last year and have got a first answer: half of them got it within so many"
                " whole days. Seen by the municipality itself and by KS."
            ),
        ),
    ]
