"""Phases were typed freely; now they are chosen from a list. What is not on it is kept in the note."""

from django.db import migrations

LIST = {
    "idé": "idea",
    "ide": "idea",
    "avklaring": "clarification",
    "forprosjekt": "preproject",
    "hovedprosjekt": "main",
    "spredning": "spreading",
}


def choose(apps, schema_editor):
    for scheme in apps.get_model("partners", "FundingScheme").objects.exclude(phases=[]):
        typed = [phase.strip() for phase in scheme.phases]
        scheme.phases = list(dict.fromkeys(LIST[word.lower()] for word in typed if word.lower() in LIST))
        others = [word for word in typed if word and word.lower() not in LIST]
        if others:
            scheme.note = f"{scheme.note} Faser: {', '.join(others)}.".strip()
        scheme.save(update_fields=["phases", "note"])


def write(apps, schema_editor):
    words = {value: word for word, value in LIST.items() if word != "ide"}
    for scheme in apps.get_model("partners", "FundingScheme").objects.exclude(phases=[]):
        scheme.phases = [words.get(phase, phase) for phase in scheme.phases]
        scheme.save(update_fields=["phases"])


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0002_theme_and_research_history"),
    ]

    operations = [migrations.RunPython(choose, write)]
