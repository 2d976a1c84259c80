import django.db.models.expressions
from django.db import migrations, models

SINCE = """
    (((CASE WHEN published_at IS NULL THEN created_at ELSE updated_at END AT TIME ZONE 'UTC') - (
        CASE WHEN killed_min >= 10 OR killed_max >= 10 THEN 3
             WHEN killed_min >= 1 OR killed_max >= 1 THEN 2
             WHEN wounded_min >= 1 OR wounded_max >= 1 THEN 1
             ELSE 0 END
        + CASE WHEN confidence < 0.67 THEN 1 ELSE 0 END
    ) * interval '7 days') AT TIME ZONE 'UTC')
"""


class Migration(migrations.Migration):
    """Django cannot change what a column is computed from; PostgreSQL can."""

    dependencies = [("incidents", "0012_numbers_that_wait")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE incidents_incident ALTER COLUMN waiting_since SET EXPRESSION AS ({SINCE})",
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="incident",
                    name="waiting_since",
                    field=models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Case(
                                models.When(published_at__isnull=True, then=models.F("created_at")),
                                default=models.F("updated_at"),
                            ),
                            django.db.models.expressions.CombinedExpression(
                                models.Case(
                                    models.When(
                                        models.Q(
                                            ("killed_min__gte", 10), ("killed_max__gte", 10), _connector="OR"
                                        ),
                                        then=models.Value(3),
                                    ),
                                    models.When(
                                        models.Q(
                                            ("killed_min__gte", 1), ("killed_max__gte", 1), _connector="OR"
                                        ),
                                        then=models.Value(2),
                                    ),
                                    models.When(
                                        models.Q(
                                            ("wounded_min__gte", 1), ("wounded_max__gte", 1), _connector="OR"
                                        ),
                                        then=models.Value(1),
                                    ),
                                    default=models.Value(0),
                                    output_field=models.IntegerField(),
                                ),
                                "+",
                                models.Case(
                                    models.When(confidence__lt=0.67, then=models.Value(1)),
                                    default=models.Value(0),
                                    output_field=models.IntegerField(),
                                ),
                            ),
                            arg_joiner=" AT TIME ZONE 'UTC') - (",
                            output_field=models.DateTimeField(),
                            template="(((%(expressions)s) * interval '7 days') AT TIME ZONE 'UTC')",
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
            ],
        ),
    ]
