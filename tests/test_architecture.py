"""What import-linter cannot see: foreign keys point down, settings name what exists, one room sends mail."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps

from partnership.common import contributions

LAYERS = ["common", "mail", "people", "partners", "municipalities", "brokers", "ideas", "meetings", "overview"]


def layer(model) -> int:
    return LAYERS.index(model._meta.app_label)


def test_every_foreign_key_points_down_or_sideways():
    ours = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LAYERS]
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in ours
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model._meta.app_label in LAYERS
        and layer(field.related_model) > layer(model)
        # The mail room knows a person by AUTH_USER_MODEL only.
        and not (model._meta.app_label == "mail" and field.related_model._meta.label == "people.User")
    ]

    assert len(ours) > 30
    assert upward == []


@pytest.mark.parametrize("name", ["MAIL_KINDS", "WAITING", "HANDOVER_STEPS", "PERSON_DATA"])
def test_every_contribution_can_be_resolved(name):
    assert len(list(contributions.resolve(name))) >= 1


def test_files_keep_to_the_house_style_and_mail_is_sent_in_one_room():
    code = [
        file
        for room in ("partnership", "municipalities", "brokers", "ideas", "meetings", "overview")
        for file in Path(room).rglob("*.py")
    ]
    long = [str(file) for file in code if "migrations" not in file.parts and len(file.read_text().splitlines()) > 400]
    names = [str(file) for file in code if file.stem in {"services", "utils", "helpers"}]
    senders = [str(file) for file in code if "smtplib" in file.read_text() or "send_mail(" in file.read_text()]

    assert (long, names) == ([], [])
    assert sorted(senders) == ["partnership/mail/relay.py", "partnership/people/signin.py"]
