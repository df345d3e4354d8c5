"""What is for some alone is kept in no browser's or proxy's store: lists of people, notes, minutes as files."""

from __future__ import annotations

import pytest
from django.urls import reverse

from meetings.models import Minutes
from tests.meetings.test_following_up import follow_up, kari, meeting, pytestmark, seat

__all__ = ["follow_up", "kari", "meeting", "pytestmark", "seat"]


@pytest.mark.parametrize("name", [
    "minutes", "minutes_docx", "notes", "notes_export", "participants", "attendance", "outcomes", "board_export",
    "groups", "website_text",
])  # fmt: skip
def test_it_is_not_stored(client, meeting, name):
    Minutes.objects.create(meeting=meeting, text="# Hei", version=1)
    client.force_login(meeting.host)

    response = client.get(reverse(f"meetings:{name}", args=[meeting.pk]))

    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_a_follow_up_is_not_stored(client, meeting, follow_up):
    client.force_login(meeting.host)

    for name in ("follow_up", "follow_up_change", "follow_up_removal"):
        response = client.get(reverse(f"meetings:{name}", args=[follow_up.pk]))
        assert "no-store" in response.headers["Cache-Control"]
