"""What an import changes in clients that we had."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet


def of_known(cs: "ChangeSet") -> "pd.DataFrame":
    """Read it from the images of the change set: row, client_id, table, field, ours, file."""
    return cs.connection.execute(f"""
        WITH mine AS (SELECT * FROM db.change WHERE change_set = {cs.id}),
        known AS (
            SELECT id, min("row") AS "row" FROM matched WHERE refusal IS NULL AND id < {cs.next_id} GROUP BY 1
        ),
        fields AS (
            SELECT entity, record_id, before, after, unnest(json_keys(after)) AS field FROM mine WHERE op = 'update'
        ),
        edited AS (
            SELECT coalesce(a.record_id, e.client_id, l.client_id, f.record_id) AS client_id, f.entity AS "table", f.field,
                   f.before ->> ('$."' || f.field || '"') AS ours, f.after ->> ('$."' || f.field || '"') AS file
            FROM fields f LEFT JOIN db.address a ON f.entity = 'address' AND a.id = f.record_id
            LEFT JOIN db.employment e ON f.entity = 'employment' AND e.id = f.record_id
            LEFT JOIN db.employment l ON f.entity = 'person' AND l.person_id = f.record_id
        ),
        added AS (
            SELECT a.record_id AS client_id, 'address' AS "table", a.kind AS field, NULL AS ours,
                   concat_ws(' ', a.street, a.house_number, a.city, a.postcode) AS file
            FROM db.address a JOIN mine m ON m.op = 'insert' AND m.entity = 'address' AND m.record_id = a.id
            UNION ALL SELECT coalesce(e.client_id, a.record_id), 'contact', a.kind, NULL, a.value
            FROM db.contact a JOIN mine m ON m.op = 'insert' AND m.entity = 'contact' AND m.record_id = a.id
            LEFT JOIN db.employment e ON a.record_type = 'person' AND e.person_id = a.record_id
            UNION ALL SELECT a.record_id, 'consent', a.title, NULL, a.purpose
            FROM db.consent a JOIN mine m ON m.op = 'insert' AND m.entity = 'consent' AND m.record_id = a.id
            UNION ALL SELECT e.client_id, 'person', 'name', NULL, concat_ws(' ', p.first_name, p.last_name)
            FROM db.employment e JOIN mine m ON m.op = 'insert' AND m.entity = 'employment' AND m.record_id = e.id
            JOIN db.person p ON p.id = e.person_id
        )
        SELECT k."row", c.client_id, c."table", c.field, c.ours, c.file
        FROM (FROM edited UNION ALL FROM added) c JOIN known k ON k.id = c.client_id
        ORDER BY k."row", c."table", c.field, c.file
    """).df()
