"""What files of older schemas had instead: statements that make a file of today one of them."""

FOURTH_SCHEMA = (
    "ALTER TABLE decision DROP COLUMN record_type", "ALTER TABLE decision RENAME COLUMN record_id TO client_id",
    "ALTER TABLE merge_rule DROP COLUMN record_type",
    """UPDATE change SET before = json_merge_patch(replace(before, '"record_id":', '"client_id":'), '{"record_type": null}')::VARCHAR,
              after = replace(after, '"record_id":', '"client_id":') WHERE entity = 'decision'""",
    "UPDATE change SET before = json_merge_patch(before, '{\"record_type\": null}')::VARCHAR WHERE entity = 'merge_rule'",
    "UPDATE meta SET schema_version = 4",
)  # fmt: skip
"""What a file of the fourth schema had instead."""
SECOND_SCHEMA = (
    *FOURTH_SCHEMA,
    "DROP TABLE merge_rule",
    "DROP TABLE review_claim",
    "ALTER TABLE decision DROP COLUMN verdict", "ALTER TABLE decision DROP COLUMN decided_by", "ALTER TABLE decision DROP COLUMN decided_at",
    "ALTER TABLE decision RENAME TO distinction",
    "UPDATE change SET entity = 'distinction' WHERE entity = 'decision'",
    "UPDATE meta SET schema_version = 2",
)  # fmt: skip
"""What a file of the second schema had instead."""
