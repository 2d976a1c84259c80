from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

from incidents.models.spelling import DROP, FUNCTIONS, Spelling


class Migration(migrations.Migration):
    dependencies = [("incidents", "0008_what_waits")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.AddIndex("actor", GinIndex(Spelling("name", "aliases", "names"), name="actor_spelling")),
        migrations.AddIndex("base", GinIndex(Spelling("name", "aliases"), name="base_spelling")),
        migrations.AddIndex("place", GinIndex(Spelling("name", "aliases"), name="place_spelling")),
    ]
