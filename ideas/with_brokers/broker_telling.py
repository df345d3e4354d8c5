"""What is said of a question to a broker: by mail to the broker, to the sender, and in notices.

Notices and mails hold the idea's number and the office-holders' names, nothing of the idea.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import BrokerRequest, Idea, IdeaSender
from ideas.whose import holding
from ideas.with_brokers import broker_people, on_behalf
from partnership.common import norwegian
from partnership.mail import notices, outbox
from partnership.mail.models import Priority
from partnership.people.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ASKED = "ideas.broker_asked"


def name_of(request: BrokerRequest) -> str:
    """Whoever has the broker's role today; else the role."""
    return broker_people.on(request.broker_id).name or request.broker.title


def contact_for(request: BrokerRequest) -> User | None:
    """Whom the broker rings: who asked, while that is the contact or deputy; else today's contact."""
    contacts = list(on_behalf.contacts_of(request.idea.municipality).order_by("sort_name", "pk"))
    if request.asked_by in contacts:
        return request.asked_by
    seat = holding.contact_seat(request.idea.municipality)
    answering = broker_people.on(seat.pk).answering if seat else contacts
    return answering[0] if answering else request.asked_by


def ask(request: BrokerRequest) -> int:
    """The mail to whoever answers for the role today, after the time to take the question back."""
    later = timezone.now() + dt.timedelta(seconds=settings.MAIL_HOLD_SECONDS)
    return outbox.enqueue(
        outbox.to_person(
            person,
            kind=ASKED,
            subject_id=request.pk,
            version=person.pk,
            thread=f"broker-request:{request.pk}",
            priority=Priority.CHANGE,
            not_before=later,
        )
        for person in broker_people.on(request.broker_id).answering
    )


def asked(idea: Idea, request: BrokerRequest) -> str:
    """For the sender, in the sender's language; so are the two below."""
    words = {"name": name_of(request), "company": request.broker.company.name}
    with _senders_language(idea):
        day = norwegian.format_day(request.answer_by)
        return _("%(name)s, competence broker at %(company)s, is asked to help. We hear by %(day)s.") % (
            words | {"day": day}
        )


def taken(idea: Idea, request: BrokerRequest) -> str:
    words = {"name": name_of(request), "company": request.broker.company.name}
    with _senders_language(idea):
        day = norwegian.format_day(idea.next_date) if idea.next_date else ""
        return _("%(name)s, competence broker at %(company)s, has taken the case and gets in touch by %(day)s.") % (
            words | {"day": day}
        )


def back(idea: Idea) -> str:
    seat = holding.contact_seat(idea.municipality)
    name = broker_people.on(seat.pk).name if seat else ""
    with _senders_language(idea):
        if not name:
            return _("The idea is with the municipality again, which finds another way.")
        return _("The idea lies with %(name)s again, who finds another way.") % {"name": name}


def notice_answer(request: BrokerRequest) -> None:
    """To the contact and the deputy: what the broker has said."""
    if request.is_taken:
        line = gettext_lazy("%(name)s has taken the case of idea %(number)s.")
    else:
        line = gettext_lazy("%(name)s cannot help with idea %(number)s. It lies with you again.")
    _to_contacts(request, line, {})


def notice_silence(request: BrokerRequest, following: str) -> None:
    """``following``: whom the portal has asked instead; empty when the idea went back."""
    if following:
        line = gettext_lazy("%(name)s has not answered about idea %(number)s. We have asked %(next)s.")
    else:
        line = gettext_lazy("%(name)s has not answered about idea %(number)s. It lies with you again.")
    _to_contacts(request, line, {"next": following})


def notice_given_back(request: BrokerRequest) -> None:
    """To the contact and the deputy."""
    line = gettext_lazy("%(name)s has done their part with idea %(number)s, and gives it back to you.")
    _to_contacts(request, line, {})


def notice_thanks(request: BrokerRequest) -> None:
    """To the broker, whose part the municipality has ended."""
    words = {"number": request.idea.number, "place": request.idea.municipality.name}
    line = gettext_lazy("%(place)s goes on by itself with idea %(number)s. Thank you for all you have done for it.")
    people = broker_people.on(request.broker_id).answering
    _tell(people, f"broker-request:{request.pk}:{request.answer}", reverse("ideas:broker_cases"), line, words)


def notice_gone_on(request: BrokerRequest) -> None:
    """To the broker, who need do nothing more."""
    words = {"number": request.idea.number, "place": request.idea.municipality.name}
    line = gettext_lazy("%(place)s has found another way for idea %(number)s. You need not do anything.")
    people = broker_people.on(request.broker_id).answering
    _tell(people, f"broker-request:{request.pk}:{request.answer}", reverse("ideas:broker_cases"), line, words)


def _to_contacts(request: BrokerRequest, line: _StrPromise, words: dict[str, str]) -> None:
    key = f"broker-answer:{request.pk}:{request.answer}"
    words = words | {"name": name_of(request), "number": request.idea.number}
    _tell(on_behalf.contacts_of(request.idea.municipality), key, request.idea.get_absolute_url(), line, words)


def _tell(people: Iterable[User], key: str, url: str, line: _StrPromise, words: dict[str, str]) -> None:
    for person in people:
        with translation.override(person.language):
            notices.notify(person, "ideas", key, url, str(line) % words)


def _senders_language(idea: Idea) -> translation.override:
    sender = IdeaSender.objects.filter(idea=idea).first()
    return translation.override(sender.language if sender else settings.LANGUAGE_CODE)
