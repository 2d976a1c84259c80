"""Up to when every change of an incident is there to be read.

A change bears the time at which it was made, and is seen once its transaction commits: of two, the later may be
seen first. Who asks "since the last that I saw" would then never be told of the earlier. So nothing is told of
what is younger than the oldest transaction that is still writing incidents.
"""

from datetime import datetime

from django.db import connection

# Whoever writes a table has locked it so before he looks at the clock, and until his commit is seen. Of what
# another role does PostgreSQL tells no times: it is taken to have begun a minute ago.
SETTLED = """
    SELECT least(clock_timestamp(), min(coalesce(a.xact_start, clock_timestamp() - interval '1 minute')))
    FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
    WHERE l.locktype = 'relation' AND l.relation = 'incidents_incident'::regclass
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.mode = 'RowExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
"""


def settled() -> datetime:
    """Ask before the rows are read, in a statement of its own."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        (moment,) = cursor.fetchone()
    return moment
