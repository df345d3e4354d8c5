"""Whose turn it is among mails of one priority, and which mail left last."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="turn",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunSQL("UPDATE mail_outgoingmail SET turn = not_before", migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="outgoingmail", name="mail_ready"),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                fields=["priority", "turn", "id", "not_before"],
                condition=models.Q(("state", "ready")),
                name="mail_turn",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                models.F("sent_at").desc(), condition=models.Q(("state", "sent")), name="mail_last_sent"
            ),
        ),
    ]
