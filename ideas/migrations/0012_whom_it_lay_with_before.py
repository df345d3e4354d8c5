"""Fills in whom an idea lay with after each event of before 0011."""

from django.db import migrations


def fill(apps, schema_editor):
    """Read backwards from what the next event overwrote; a broker who was asked, from the question."""
    idea_event = apps.get_model("ideas", "IdeaEvent")
    known_seats = set(apps.get_model("people", "Seat").objects.values_list("pk", flat=True))
    known_people = set(apps.get_model("people", "User").objects.values_list("pk", flat=True))
    for idea in apps.get_model("ideas", "Idea").objects.iterator():
        seat, person = idea.holder_seat_id, idea.holder_person_id
        for event in idea_event.objects.filter(idea=idea).order_by("-at", "-pk"):
            if event.kind in ("asked_broker", "broker_took"):
                asked = idea.broker_requests.filter(asked_at__lte=event.at).order_by("-asked_at").first()
                seat, person = (asked.broker_id, None) if asked else (seat, person)
            event.holder_seat_id = seat if seat in known_seats else None
            event.holder_person_id = person if person in known_people else None
            event.save(update_fields=["holder_seat", "holder_person"])
            if "holder_seat_id" in event.before:
                seat, person = event.before["holder_seat_id"], event.before["holder_person_id"]


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0011_event_holder_and_file_of_message"),
        ("people", "0003_planned_by"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
