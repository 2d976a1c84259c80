"""Tombstones are raised, renewed and taken away by the database: no door and no script can forget it."""

import pgtrigger

_PUBLIC = (
    "({row}.status = 'published' AND {row}.sensitivity <> 'restricted'"
    " AND ({row}.embargo_until IS NULL OR {row}.embargo_until <= clock_timestamp()))"
)
_GONE = """
    INSERT INTO incidents_tombstone (incident, public_id, gone_at, is_deleted, merged_into_id, until)
    VALUES ({values})
    ON CONFLICT (incident) DO UPDATE SET gone_at = excluded.gone_at, is_deleted = excluded.is_deleted,
        merged_into_id = excluded.merged_into_id, until = excluded.until
"""
_RAISED = """
    IF TG_OP <> 'INSERT' THEN
        was := {old};
        stands := EXISTS (SELECT 1 FROM incidents_tombstone WHERE incident = OLD.id);
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF was OR stands THEN
            {deleted};
        END IF;
        RETURN NULL;
    END IF;
    IF {new} THEN
        DELETE FROM incidents_tombstone WHERE incident = NEW.id;
    ELSIF was OR (stands AND (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id
                              OR {old_until} IS DISTINCT FROM {new_until})) THEN
        {withdrawn};
    END IF;
    RETURN NULL;
"""
_UNTIL = (
    "CASE WHEN {row}.status = 'published' AND {row}.sensitivity <> 'restricted' THEN {row}.embargo_until END"
)


def raises_tombstones() -> pgtrigger.Trigger:
    """A stone is renewed, and told anew, when what it says changes; why an incident is gone it does not say."""
    return pgtrigger.Trigger(
        name="raises_tombstones",
        when=pgtrigger.After,
        operation=pgtrigger.Insert
        | pgtrigger.Delete
        | pgtrigger.UpdateOf("status", "sensitivity", "embargo_until", "merged_into_id"),
        declare=[("was", "boolean := false"), ("stands", "boolean := false")],
        func=_RAISED.format(
            old=_PUBLIC.format(row="OLD"),
            new=_PUBLIC.format(row="NEW"),
            old_until=_UNTIL.format(row="OLD"),
            new_until=_UNTIL.format(row="NEW"),
            deleted=_GONE.format(values="OLD.id, OLD.public_id, clock_timestamp(), true, NULL, NULL"),
            withdrawn=_GONE.format(
                values="NEW.id, NEW.public_id, clock_timestamp(), false, NEW.merged_into_id, "
                + _UNTIL.format(row="NEW")
            ),
        ),
    )
