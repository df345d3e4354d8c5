"""What has happened to an idea, in one sentence for whoever sent it: the mail and the sender's page say the same.

No sentence holds anything of the idea itself: they stand in mails.
"""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.life.stages import Stage
from ideas.models import EventKind, Idea, IdeaEvent
from ideas.whose.holders import Holder
from partnership.common import norwegian

NOW = {
    Stage.RECEIVED: _("We have got your idea."),
    Stage.CLARIFYING: _("Your idea is being clarified now."),
    Stage.TRYING: _("Your idea is being tried locally now."),
    Stage.IN_LINE: _("Your idea has been taken into the ordinary work."),
    Stage.BROKERING: _("Your idea is now with a competence broker."),
    Stage.OUTLINE: _("A project outline is being written from your idea."),
    Stage.APPLIED: _("Money has been applied for to your idea."),
    Stage.FUNDED: _("Your idea has got funding."),
    Stage.REJECTED: _("The application was rejected. The idea is not put away."),
    Stage.UNDER_WAY: _("The project is under way."),
    Stage.IN_USE: _("Your idea is in use."),
    Stage.SHARED: _("The work with your idea is done, and it is written down what was learned."),
    Stage.PAUSED: _("Your idea is on hold."),
    Stage.ENDED: _(
        "Thank you. We do not go on with the idea now. The reason, and who decided, stand on your own page."
    ),
    Stage.PASSED_ON: _("Another municipality has taken over your idea."),
    Stage.MERGED: _("Your idea has been merged with another that is like it."),
    Stage.WITHDRAWN: _("The idea is withdrawn."),
}
_TOLD = {
    EventKind.RECEIVED: NOW[Stage.RECEIVED],
    EventKind.CONFIRMED: _("You confirmed that you sent it."),
    EventKind.SEEN: _("Your idea has been read."),
    EventKind.NEW_DATE: _("You get a new date."),
    EventKind.EDITED: _("The text of your idea has been changed."),
    EventKind.WIDENED: _("The idea is shown to more."),
    EventKind.NARROWED: _("The idea is shown to fewer."),
    EventKind.ASKED_BROKER: _("We have asked a competence broker for help."),
    EventKind.BROKER_CANNOT: _("The competence broker cannot take the case. We look for another way."),
    EventKind.BROKER_ENDED: _("The competence broker has done their part. The municipality goes on with your idea."),
    EventKind.PASSING_ASKED: _("Another municipality has been asked whether it takes over the idea."),
    EventKind.PASSING_DECLINED: _("The other municipality does not take over the idea."),
    EventKind.MERGED_HERE: _("Another idea that is like yours has been merged into it."),
    EventKind.ANCHORED: _("Somebody who decides in the municipality stands behind your idea."),
    EventKind.APPLIED: NOW[Stage.APPLIED],
    EventKind.OUTLINE: NOW[Stage.OUTLINE],
    EventKind.LESSON: _("It is written down what was learned."),
    EventKind.THANKED: _("The municipality thanks for the idea."),
    EventKind.WITHDRAWN: NOW[Stage.WITHDRAWN],
    EventKind.UNDONE: _("We have put a mistake right. Forget the last message."),
}


# Whose sentence says whom the idea lies with.
NAMES_HOLDER = {EventKind.HANDED_ON, EventKind.BROKER_TOOK}


def happened(event: IdeaEvent, holder: Holder) -> str:
    """``holder`` is whom the idea lay with after it."""
    if event.kind == EventKind.MOVED:
        return moved(event)
    if event.kind == EventKind.HANDED_ON:
        return _now("Your idea now lies with %(who)s.") % {"who": holder.with_role}
    if event.kind == EventKind.BROKER_TOOK:
        return _now("A competence broker has taken the case: %(who)s.") % {"who": holder.with_role}
    if event.kind == EventKind.LESSON and event.is_senders:
        return _now("You answered whether everybody may read what you learned.")
    if event.kind == EventKind.NEW_DATE and event.next_date:
        return _now("You get a new date: %(day)s.") % {"day": norwegian.format_day(event.next_date)}
    return str(_TOLD.get(EventKind(event.kind), _("Something has happened to your idea.")))


def moved(event: IdeaEvent) -> str:
    sentence = str(NOW[Stage(event.new_stage)])
    if event.new_stage == Stage.PAUSED and event.next_date:
        day = norwegian.format_day(event.next_date)
        return _now("Your idea is on hold until %(day)s.") % {"day": day}
    return sentence


def state(idea: Idea, holder: Holder) -> str:
    """The heading of the sender's page: «Ideen din ligger hos Kari Vik.»"""
    if idea.is_open:
        return _now("Your idea lies with %(who)s") % {"who": holder.with_role if idea.lies_with_broker else holder}
    return {
        Stage.ENDED: _now("We do not go on with the idea now"),
        Stage.SHARED: _now("Your idea is in use, and the work is done"),
        Stage.PASSED_ON: _now("Another municipality has taken over your idea"),
        Stage.MERGED: _now("Your idea is merged with another"),
        Stage.WITHDRAWN: _now("You have withdrawn the idea"),
    }[Stage(idea.stage)]
