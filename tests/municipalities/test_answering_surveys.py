"""Answering by link: no account, nothing that leads back, once a form, and nothing lost."""

from __future__ import annotations

import datetime as dt
import random
import re
import uuid

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from municipalities.barometer import answering, opening
from municipalities.barometer.forms import AnswerForm
from municipalities.models import Survey, SurveyAnswer, SurveyText
from municipalities.models.survey import QUESTIONS
from tests.common.test_personal_numbers import ORDINARY
from tests.municipalities.conftest import ended, said

pytestmark = pytest.mark.django_db

WORDS = "Tid til å prøve."
SAID = {"sector": "kultur", "innovated": "yes", "leader": "5", "taking_part": "0", "means": "2", "text": WORDS}


def link(survey) -> str:
    return reverse("barometer:answer", args=[survey.token()])


def key_on(page) -> str:
    return re.search(r'name="key" value="([0-9a-f-]{36})"', page.content.decode())[1]


def send(client, survey, **values):
    """As somebody who opens the page and presses."""
    return client.post(link(survey), SAID | {"key": key_on(client.get(link(survey)))} | values)


def test_there_are_six_questions_and_the_page_says_what_is_kept(client, opened):
    page = client.get(link(opened)).content.decode()

    assert len(QUESTIONS) == 6
    assert set(AnswerForm.base_fields) - {"key"} == set(QUESTIONS)
    assert "Du svarer uten navn" in page
    assert "noindex" in page


def test_opening_answers_nothing_and_a_press_answers_once(client, opened):
    client.head(link(opened))
    client.get(link(opened))
    assert not SurveyAnswer.objects.exists()

    response = send(client, opened)
    thanks = client.get(link(opened)).content.decode()

    assert response.status_code == 302
    assert "Takk for svaret" in thanks
    assert "Vi kjenner bare igjen denne nettleseren" in thanks
    row = SurveyAnswer.objects.get()
    assert (row.sector, row.innovated, row.leader, row.taking_part, row.means) == ("kultur", True, 5, None, 2)
    assert SurveyText.objects.get().text == WORDS


def test_a_second_answer_gets_a_clear_page_and_keeps_what_was_written(client, opened):
    first = key_on(client.get(link(opened)))
    client.post(link(opened), SAID | {"key": first})

    for key in (first, str(uuid.uuid4())):
        again = client.post(link(opened), SAID | {"key": key, "text": "Et annet ord"})
        page = again.content.decode()
        assert again.status_code == 409
        assert "Du har allerede svart" in page
        assert "Et annet ord" in page
        assert "Kultur" in page
    assert SurveyAnswer.objects.count() == SurveyText.objects.count() == 1


def test_one_form_pressed_twice_at_once_is_one_answer_also_without_a_session(opened):
    one, other = Client(), Client()
    key = key_on(one.get(link(opened)))

    statuses = [browser.post(link(opened), SAID | {"key": key}).status_code for browser in (one, other)]

    assert statuses == [302, 409]
    assert SurveyAnswer.objects.count() == SurveyText.objects.count() == 1


def test_somebody_else_on_another_device_may_answer(opened):
    assert [send(Client(), opened).status_code for _n in range(3)] == [302, 302, 302]
    assert SurveyAnswer.objects.count() == 3


@pytest.mark.parametrize("field", ["sector", "innovated", "leader", "taking_part", "means"])
def test_what_is_missing_is_said_and_the_rest_is_kept(client, opened, field):
    response = send(client, opened, **{field: ""})

    assert response.status_code == 422
    assert "Velg det som passer best" in response.content.decode()
    assert WORDS in response.content.decode()
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"leader": "7"}, {"sector": "sirkus"}, {"key": "x"}, {"innovated": "kanskje"}, {"text": "x" * 1001},
     {"text": f"Bruker {ORDINARY}"}],
)  # fmt: skip
def test_bad_input_gets_a_page_that_says_so(client, opened, values):
    assert send(client, opened, **values).status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_when_it_has_closed_meanwhile_nothing_is_stored_and_nothing_lost(client, kari, opened):
    key = key_on(client.get(link(opened)))
    opening.close(survey=opened, by=kari)

    late = client.post(link(opened), SAID | {"key": key})

    assert late.status_code == 410
    assert "Undersøkelsen er avsluttet" in late.content.decode()
    assert WORDS in late.content.decode()
    assert client.get(link(opened)).status_code == 410
    assert not SurveyAnswer.objects.exists()


def test_the_verb_refuses_what_has_ended(opened):
    with pytest.raises(ValidationError) as refused:
        answering.answer(survey=ended(opened), key=uuid.uuid4(), said=said())
    assert refused.value.code == "closed"


def test_a_link_that_was_taken_back_or_guessed_opens_nothing(client, opened):
    old = link(opened)
    Survey.objects.update(link_version=2)

    for address in (old, reverse("barometer:answer", args=["1.1.x"])):
        response = client.get(address)
        assert response.status_code == 404
        assert "Lenken virker ikke" in response.content.decode()


def test_nothing_in_the_rows_leads_to_a_person_a_moment_or_from_words_to_answers():
    for model in (SurveyAnswer, SurveyText):
        pointed = {field.name for field in model._meta.get_fields() if field.is_relation}
        assert pointed == {"survey"}
        assert isinstance(model._meta.pk, models.UUIDField)
        assert model._meta.pk.default is uuid.uuid4
        kinds = (models.DateField, models.TimeField, models.GenericIPAddressField)
        assert not [field for field in model._meta.get_fields() if isinstance(field, kinds)]


def test_only_the_session_and_csrf_cookies_are_set_and_the_session_holds_no_answer(client, opened):
    send(client, opened, text="")

    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert Session.objects.get().get_decoded() == {"answered_surveys": [opened.pk]}


def test_no_address_is_logged_or_stored(client, opened, caplog, django_assert_num_queries):
    with caplog.at_level("INFO"):
        client.post(link(opened), SAID | {"key": uuid.uuid4()}, REMOTE_ADDR="198.51.100.77")

    assert SurveyAnswer.objects.count() == 1
    assert "198.51.100.77" not in caplog.text
    assert "198.51.100.77" not in str([vars(record) for record in caplog.records])
    assert opened.token() not in str([record.__dict__.get("route") for record in caplog.records])


def test_a_whole_municipality_may_answer_from_one_address_in_an_hour(opened):
    assert {send(Client(), opened).status_code for _n in range(70)} == {302}


def words_of(page) -> str:
    return re.sub(r"<[^>]+>", " ", page.content.decode())


def test_ks_is_named_on_no_page_of_the_survey(client, kari, frosta, opened):
    Survey.objects.create(
        municipality=frosta, opened_on=dt.date(2025, 1, 1), closes_on=dt.date(2025, 1, 9), for_leader=True
    )
    other = Client()
    pages = [client.get(link(opened)), send(client, opened, leader=""), send(client, opened)]
    pages += [client.get(link(opened)), client.post(link(opened), SAID | {"key": uuid.uuid4()})]
    other.force_login(kari)
    base = "/kommuner/frosta/barometer/"
    pages += [other.get(base), other.get(f"{base}avslutning/")]
    for _n in range(5):
        send(Client(), opened)
    other.post(f"{base}avslutning/")
    pages += [other.get(link(opened)), other.get(f"{base}{opened.pk}/"), other.get(base)]

    assert "svarte ja" in words_of(pages[-2])
    assert [re.findall(r"\bKS\b|Kommunesektorens", words_of(page)) for page in pages] == [[]] * len(pages)


def test_the_privacy_page_says_what_a_survey_leaves_behind(client):
    page = client.get("/personvern/").content.decode()

    assert "Det du svarer i en kommunes egen undersøkelse" in page
    assert "at denne nettleseren har svart, men ikke hva" in page


def stored(table: str) -> list[tuple[str, str]]:
    """Key, and the transaction that wrote the row, in the order of the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id::text, xmin::text FROM municipalities_survey{table} ORDER BY ctid")
        return cursor.fetchall()


def test_the_table_keeps_no_order_of_answering_and_ties_no_words_to_an_answer(opened, monkeypatch):
    monkeypatch.setattr(random.SystemRandom, "sample", lambda self, rows, k: list(reversed(rows))[:k])
    keys = [uuid.uuid4() for _n in range(3)]
    for key, words in zip(keys, ("", "Tid", ""), strict=True):
        answering.answer(survey=opened, key=key, said=said(), text=words)

    answers, texts = stored("answer"), stored("text")

    assert answers[0][0] == str(keys[-1])
    assert {key for key, _written in answers} == set(map(str, keys))
    assert len({written for _key, written in answers}) == 1
    assert [written for _key, written in texts] == [answers[0][1]]


def test_of_a_large_survey_a_bounded_number_is_written_anew(opened, monkeypatch):
    monkeypatch.setattr(answering, "AMONG", 4)
    for _n in range(9):
        answering.answer(survey=opened, key=uuid.uuid4(), said=said(), text="Tid")

    last = max(stored("answer"), key=lambda row: int(row[1]))[1]
    assert sum(written == last for _key, written in stored("answer")) == 5
    assert SurveyAnswer.objects.count() == SurveyText.objects.count() == 9
