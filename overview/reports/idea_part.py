"""Ideas of a municipality in a report: of those the orderer sees, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ideas.life import stages
from ideas.life.stages import Stage
from ideas.models import Application, Idea
from ideas.querysets import IdeaQuerySet
from overview.reports.content import Asked, Number, Section, Table
from overview.reports.rights import Level
from partnership.common import norwegian

# So many rows are fetched at a time: memory is the same for a hundred ideas and a hundred thousand.
CHUNK = 1000


def seen(asked: Asked) -> IdeaQuerySet:
    return Idea.objects.visible_to(asked.person).of_municipality(asked.about)


def section(asked: Asked) -> Section:
    """Sums; a line an idea for the municipality itself alone."""
    received = seen(asked).filter(**asked.within("received_at"))
    sums = received.order_by().aggregate(
        total=Count("pk"),
        open=Count("pk", filter=Q(stage__in=stages.OPEN) & ~Q(stage__in=stages.RESULTS)),
        results=Count("pk", filter=Q(stage__in=stages.RESULTS)),
        ended=Count("pk", filter=Q(stage="ended")),
        withdrawn=Count("pk", filter=Q(stage="withdrawn")),
    )
    how = _("By where they are on the day of the report.")
    numbers = [
        Number(
            _("Ideas received"),
            sums["total"],
            _("Those you may see in the portal, by the day they were received, Norwegian time."),
        ),
        Number(_("Still being worked on"), sums["open"], how),
        Number(_("In use, shared or ended with a result"), sums["results"], how),
        Number(_("of them: ended"), sums["ended"], how),
        Number(_("Withdrawn by the sender"), sums["withdrawn"], how),
        *_by_stage(received, how),
    ]
    own = asked.level == Level.OWN
    note = "" if own else _("Counted are only ideas that the municipality has opened to you. It may have more.")
    return Section(_("Ideas"), numbers, [_table(received)] if own else [], note)


def _by_stage(received: IdeaQuerySet, how: str) -> list[Number]:
    counted = dict(received.order_by().values_list("stage").annotate(n=Count("pk")))
    found = [(Stage(value).label, counted[value]) for value in Stage.values if value in counted]
    return [Number(_("stage: %(stage)s") % {"stage": label}, count, how) for label, count in found]


def _table(received: IdeaQuerySet) -> Table:
    header = [_("Number"), _("Title"), _("Received"), _("Stage"), _("In it since"), _("Next date")]

    def rows() -> Iterator[list[Any]]:
        fields = ("year", "serial", "title", "received_at", "stage", "stage_since", "next_date")
        labels = {value: capfirst(str(label)) for value, label in Stage.choices}
        # The server keeps the rows, we have ``CHUNK`` of them.
        for year, serial, title, at, stage, since, due in (
            received.order_by("received_at", "pk").values_list(*fields).iterator(chunk_size=CHUNK)
        ):
            yield [f"{year % 100:02d}-{serial:03d}", title, at, labels[stage], since, due]

    return Table(_("Ideas"), header, rows)


def answers(asked: Asked) -> Section:
    """For the municipality itself and KS alone: answer times are not compared by others."""
    received = seen(asked).filter(**asked.within("received_at"), answer_by__isnull=False)
    late = Q(answered_at__isnull=True, answer_by__lt=norwegian.today()) | Q(answered_at__date__gt=F("answer_by"))
    in_time = Q(answered_at__date__lte=F("answer_by"))
    sums = received.order_by().aggregate(
        promised=Count("pk"), in_time=Count("pk", filter=in_time), late=Count("pk", filter=late)
    )
    return Section(
        _("Answers to senders"),
        [
            Number(
                _("Ideas with a promised answer"),
                sums["promised"],
                _("Ideas received in the period whose sender was told a day for the first answer."),
            ),
            Number(_("Answered in time"), sums["in_time"], _("The first answer came on that day or before.")),
            Number(_("Late"), sums["late"], _("The answer came after the day, or has not come and the day is over.")),
        ],
        note=_("Seen by the municipality itself and by KS alone."),
    )


def money(asked: Asked) -> Section:
    return applications(Application.objects.filter(idea__in=seen(asked).values("pk")), asked, _("Applications"))


def applications(rows: Any, asked: Asked, title: str) -> Section:
    """Sums of applications sent, and of answers that came, in the period; one query."""
    sent, answered = Q(**asked.on_days("sent_on")), Q(**asked.on_days("outcome_on"))
    funded = answered & Q(outcome="funded")
    sums = rows.order_by().aggregate(
        sent=Count("pk", filter=sent),
        asked_for=Sum("amount", filter=sent, default=0),
        funded=Count("pk", filter=funded),
        rejected=Count("pk", filter=answered & Q(outcome="rejected")),
        money=Sum("granted", filter=funded, default=0),
    )
    of_seen = _("Of ideas that you may see.")
    return Section(
        title,
        [
            Number(_("Applications sent"), sums["sent"], _("By the day they were sent.") + " " + of_seen),
            Number(
                _("Applied for, kroner"),
                sums["asked_for"],
                _("The sum of those amounts that were noted; not all are."),
            ),
            Number(_("Funded"), sums["funded"], _("By the day of the answer, whenever they were sent.")),
            Number(_("Rejected"), sums["rejected"], _("By the day of the answer, whenever they were sent.")),
            Number(_("Granted, kroner"), sums["money"], _("The sum of what was noted.")),
        ],
    )
