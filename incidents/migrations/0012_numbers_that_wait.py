from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("incidents", "0011_recent_decisions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]),
                    models.Q(("has_new_source", True), ("status", "published")),
                    _connector="OR",
                ),
                fields=["status", "event_type", "sub_event_type", "country"],
                include=("sensitivity", "embargo_until", "restricted_to", "has_new_source"),
                name="waiting_numbers",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("has_new_source", True)),
                fields=["waiting_since", "id"],
                name="waiting_news",
            ),
        ),
    ]
