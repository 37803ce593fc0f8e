"""What files of older schemas had instead: statements that make a file of today one of them."""

SECOND_SCHEMA = (
    "DROP TABLE merge_rule",
    "DROP TABLE review_claim",
    "ALTER TABLE decision DROP COLUMN verdict", "ALTER TABLE decision DROP COLUMN decided_by", "ALTER TABLE decision DROP COLUMN decided_at",
    "ALTER TABLE decision RENAME TO distinction",
    "UPDATE change SET entity = 'distinction' WHERE entity = 'decision'",
    "UPDATE meta SET schema_version = 2",
)  # fmt: skip
"""What a file of the second schema had instead."""
