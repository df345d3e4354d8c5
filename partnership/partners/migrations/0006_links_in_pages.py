import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0005_information_pages")]

    operations = [
        migrations.CreateModel(
            name="PageLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("link", models.URLField(blank=True, max_length=400, verbose_name="link")),
                ("link_tried", models.CharField(blank=True, editable=False, max_length=400)),
                ("link_checked_at", models.DateTimeField(editable=False, null=True)),
                ("link_broken_since", models.DateTimeField(editable=False, null=True)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="partners.informationpage",
                        verbose_name="page",
                    ),
                ),
            ],
            options={
                "verbose_name": "link in a page",
                "verbose_name_plural": "links in pages",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("page", "link"), name="page_link_once")],
            },
        ),
    ]
