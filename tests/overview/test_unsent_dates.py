"""A date that has been changed and not sent is nobody's to read: every list has the one people were told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from meetings.invitations import inviting
from meetings.models import Meeting
from meetings.planning import audience
from municipalities.models import Experience
from overview.models import GoalTie, PhaseMeeting
from partnership.common import norwegian
from partnership.partners.models import Theme
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_list_has_the_date_people_were_told(client: Client):
    place = factories.MunicipalityFactory()
    kari, nina = factories.contact("Kari", place), factories.officer("Nina")
    ola = factories.broker("Ola")
    factories.covering(ola, place)
    theme = Theme.objects.create(name="Buss", slug="buss")
    meeting = factories.meeting(nina, is_public=True)
    rule = audience.of(meeting)
    rule.kinds = ["contact"]
    rule.save()
    rule.persons.add(ola)
    inviting.invite(meeting=meeting, by=nina)
    Meeting.objects.update(published_at=timezone.now() - dt.timedelta(hours=1))
    meeting.invitations.update(invited_at=timezone.now() - dt.timedelta(hours=1))
    done = Experience.objects.create(municipality=place, title="Buss uten sjåfør", published_at=timezone.now())
    done.themes.add(theme)
    meeting.programme.create(title="Frøya forteller", minutes=20, experience=done, municipality=place)
    strategy = factories.strategy(place, visibility="public")
    strategy.themes.add(theme)
    GoalTie.objects.create(goal=strategy.goals.create(title="Prøve mer"), meeting=meeting)
    PhaseMeeting.objects.create(phase=strategy.phases.create(kind="kick_off"), meeting=meeting)
    known = norwegian.local(meeting.start).date()
    moved = meeting.start + dt.timedelta(days=40)
    Meeting.objects.update(start=moved, end=moved + dt.timedelta(hours=3))

    pages = {
        "/": None, "/moter/": kari, place.get_absolute_url(): kari, meeting.owner_partner.get_absolute_url(): kari,
        done.get_absolute_url(): kari, theme.get_absolute_url(): kari, strategy.get_absolute_url(): kari,
        f"/kommuner/{place.slug}/reise/": ola, "/sok/?q=dialogm%C3%B8te": kari,
    }  # fmt: skip
    said = {}
    for address, reader in pages.items():
        client.force_login(reader) if reader else client.logout()
        text = client.get(address).content.decode().replace("\xa0", " ")
        said[address] = [norwegian.format_day(day, weekday=False) in text for day in (known, moved.date())]

    assert {address: found for address, found in said.items() if found != [True, False]} == {}
