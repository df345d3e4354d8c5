"""Fields say what to write, not that they are required."""

from __future__ import annotations

import pytest
from django import forms
from django.utils.translation import gettext

from meetings.invitations import guest_forms
from meetings.planning import forms as meeting_forms
from meetings.planning import host_form
from partnership.common.worded import Worded
from tests import factories


class Order(Worded, forms.Form):
    missing = {"title": "Skriv en tittel."}

    title = forms.CharField(max_length=5)
    email = forms.EmailField()
    day = forms.DateField(error_messages={"invalid": "Ikke den dagen."})
    kind = forms.ChoiceField(choices=[("a", "A")])
    minutes = forms.IntegerField(min_value=5)


def errors(**data: str) -> dict[str, list[str]]:
    return {name: list(texts) for name, texts in Order(data).errors.items()}


def test_an_empty_field_says_what_to_write():
    assert errors() == {
        "title": ["Skriv en tittel."],
        "email": ["Skriv en hel e-postadresse, slik som kari.vik@frosta.example."],
        "day": ["Velg en dag."],
        "kind": ["Velg en."],
        "minutes": ["Skriv et tall."],
    }


def test_a_wrong_value_says_how_to_write_it_and_the_fields_own_words_stand():
    assert errors(title="For lang", email="kari", day="i går", kind="b", minutes="2") == {
        "title": ["Skriv høyst 5 tegn."],
        "email": ["Skriv en hel e-postadresse, slik som kari.vik@frosta.example."],
        "day": ["Ikke den dagen."],
        "kind": ["Velg en av dem på lista."],
        "minutes": ["Skriv et tall som er minst 5."],
    }


def test_every_form_about_meetings_says_what_to_write():
    found = [
        form
        for module in (meeting_forms, guest_forms, host_form)
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm) and form.__module__ == module.__name__
    ]

    assert len(found) > 10
    assert [form.__name__ for form in found if not issubclass(form, Worded)] == []


@pytest.mark.django_db
def test_an_empty_meeting_is_told_field_by_field(client):
    nina = factories.officer("Nina Solem")
    client.force_login(nina)

    page = client.post("/moter/nytt/", {"title": ""}).content.decode()

    wanted = ("Velg hva slags møte det er.", "Skriv en tittel.", "Velg en dag.", "Skriv når møtet begynner.")
    assert [text in page for text in wanted] == [True] * 4
    assert gettext("This field is required.") == "Fyll ut dette feltet."
    assert "Fyll ut dette feltet." not in page
