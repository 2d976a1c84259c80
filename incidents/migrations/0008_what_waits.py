import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("incidents", "0007_undoing_what_others_did"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="has_new_source",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
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
                                models.Q(("killed_min__gte", 10), ("killed_max__gte", 10), _connector="OR"),
                                then=models.Value(3),
                            ),
                            models.When(
                                models.Q(("killed_min__gte", 1), ("killed_max__gte", 1), _connector="OR"),
                                then=models.Value(2),
                            ),
                            models.When(
                                models.Q(("wounded_min__gte", 1), ("wounded_max__gte", 1), _connector="OR"),
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
        migrations.AddField(
            model_name="incident",
            name="words",
            field=django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]),
                    models.Q(("has_new_source", True), ("status", "published")),
                    _connector="OR",
                ),
                fields=["waiting_since", "id"],
                name="waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]),
                    models.Q(("has_new_source", True), ("status", "published")),
                    _connector="OR",
                ),
                fields=["country", "waiting_since", "id"],
                name="waiting_by_country",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]),
                    models.Q(("has_new_source", True), ("status", "published")),
                    _connector="OR",
                ),
                fields=["event_type", "waiting_since", "id"],
                name="waiting_by_type",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]),
                    models.Q(("has_new_source", True), ("status", "published")),
                    _connector="OR",
                ),
                fields=["sub_event_type", "waiting_since", "id"],
                name="waiting_by_sub_type",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["draft", "in_review"]),
                    models.Q(("has_new_source", True), ("status", "published")),
                    _connector="OR",
                ),
                fields=["assignee", "waiting_since", "id"],
                name="waiting_by_assignee",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["-sort_date", "-id"], name="incident_newest"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["-updated_at", "-id"], name="incident_last_changed"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="incident_words"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="article",
            trigger=pgtrigger.compiler.Trigger(
                name="repeated_above",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func="\n    UPDATE incidents_incident AS i SET\n        has_new_source = EXISTS (SELECT 1 FROM incidents_report AS r WHERE r.incident_id = i.id AND r.is_new),\n        words = to_tsvector('english', concat_ws(' . ',\n            (SELECT string_agg(p.name, ' . ') FROM incidents_participation AS p WHERE p.incident_id = i.id),\n            (SELECT string_agg(a.title, ' . ') FROM incidents_report AS r\n             JOIN incidents_article AS a ON a.id = r.article_id WHERE r.incident_id = i.id)\n        )) || array_to_tsvector(ARRAY(\n            SELECT 'source:' || a.source_id FROM incidents_report AS r\n            JOIN incidents_article AS a ON a.id = r.article_id\n            WHERE r.incident_id = i.id AND a.source_id IS NOT NULL\n            UNION SELECT 'batch:' || a.batch_id FROM incidents_report AS r\n            JOIN incidents_article AS a ON a.id = r.article_id\n            WHERE r.incident_id = i.id AND a.batch_id IS NOT NULL\n        ))\n    WHERE i.id IN (SELECT incident_id FROM incidents_report WHERE article_id = NEW.id)\n; RETURN NULL;",
                    hash="495af4c46777c5a0b611855d8370363b6c588298",
                    operation='UPDATE OF "title", "source_id"',
                    pgid="pgtrigger_repeated_above_fd5eb",
                    table="incidents_article",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="participation",
            trigger=pgtrigger.compiler.Trigger(
                name="repeated_above",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE incidents_incident AS i SET\n        has_new_source = EXISTS (SELECT 1 FROM incidents_report AS r WHERE r.incident_id = i.id AND r.is_new),\n        words = to_tsvector('english', concat_ws(' . ',\n            (SELECT string_agg(p.name, ' . ') FROM incidents_participation AS p WHERE p.incident_id = i.id),\n            (SELECT string_agg(a.title, ' . ') FROM incidents_report AS r\n             JOIN incidents_article AS a ON a.id = r.article_id WHERE r.incident_id = i.id)\n        )) || array_to_tsvector(ARRAY(\n            SELECT 'source:' || a.source_id FROM incidents_report AS r\n            JOIN incidents_article AS a ON a.id = r.article_id\n            WHERE r.incident_id = i.id AND a.source_id IS NOT NULL\n            UNION SELECT 'batch:' || a.batch_id FROM incidents_report AS r\n            JOIN incidents_article AS a ON a.id = r.article_id\n            WHERE r.incident_id = i.id AND a.batch_id IS NOT NULL\n        ))\n    WHERE i.id IN (OLD.incident_id, NEW.incident_id)\n; RETURN NULL;",
                    hash="672c92776a79bd9a774d114cf974143d23edb46c",
                    operation='INSERT OR DELETE OR UPDATE OF "incident_id", "name"',
                    pgid="pgtrigger_repeated_above_67afe",
                    table="incidents_participation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="report",
            trigger=pgtrigger.compiler.Trigger(
                name="repeated_above",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE incidents_incident AS i SET\n        has_new_source = EXISTS (SELECT 1 FROM incidents_report AS r WHERE r.incident_id = i.id AND r.is_new),\n        words = to_tsvector('english', concat_ws(' . ',\n            (SELECT string_agg(p.name, ' . ') FROM incidents_participation AS p WHERE p.incident_id = i.id),\n            (SELECT string_agg(a.title, ' . ') FROM incidents_report AS r\n             JOIN incidents_article AS a ON a.id = r.article_id WHERE r.incident_id = i.id)\n        )) || array_to_tsvector(ARRAY(\n            SELECT 'source:' || a.source_id FROM incidents_report AS r\n            JOIN incidents_article AS a ON a.id = r.article_id\n            WHERE r.incident_id = i.id AND a.source_id IS NOT NULL\n            UNION SELECT 'batch:' || a.batch_id FROM incidents_report AS r\n            JOIN incidents_article AS a ON a.id = r.article_id\n            WHERE r.incident_id = i.id AND a.batch_id IS NOT NULL\n        ))\n    WHERE i.id IN (OLD.incident_id, NEW.incident_id)\n; RETURN NULL;",
                    hash="09c231780986e9f62fdbc7886a46eb9f2e44d416",
                    operation='INSERT OR DELETE OR UPDATE OF "incident_id", "is_new"',
                    pgid="pgtrigger_repeated_above_06b43",
                    table="incidents_report",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            """
                UPDATE incidents_incident AS i SET
                    has_new_source = EXISTS (SELECT 1 FROM incidents_report AS r WHERE r.incident_id = i.id AND r.is_new),
                    words = to_tsvector('english', concat_ws(' . ',
                        (SELECT string_agg(p.name, ' . ') FROM incidents_participation AS p WHERE p.incident_id = i.id),
                        (SELECT string_agg(a.title, ' . ') FROM incidents_report AS r
                         JOIN incidents_article AS a ON a.id = r.article_id WHERE r.incident_id = i.id)
                    )) || array_to_tsvector(ARRAY(
                        SELECT 'source:' || a.source_id FROM incidents_report AS r
                        JOIN incidents_article AS a ON a.id = r.article_id
                        WHERE r.incident_id = i.id AND a.source_id IS NOT NULL
                        UNION SELECT 'batch:' || a.batch_id FROM incidents_report AS r
                        JOIN incidents_article AS a ON a.id = r.article_id
                        WHERE r.incident_id = i.id AND a.batch_id IS NOT NULL
                    ))
                WHERE i.id IN (SELECT incident_id FROM incidents_report)
            """,
            migrations.RunSQL.noop,
        ),
    ]
