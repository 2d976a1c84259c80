from django.db import migrations


class Migration(migrations.Migration):
    """The table is pghistory's; what a person did last is a question of ours."""

    dependencies = [
        ("incidents", "0010_doubles_of_what_is_known"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX incidents_recent_decisions ON pghistory_context ((metadata -> 'user'), created_at DESC)"
            " WHERE metadata ? 'verb' AND NOT metadata ? 'job'",
            "DROP INDEX incidents_recent_decisions",
        ),
    ]
