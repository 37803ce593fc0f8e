"""What several records hold in one field, as one value where none of them loses anything."""

from workbench.model.fields import Field, Kind


def united(field: Field, values: str, order: str) -> str | None:
    """SQL of an aggregate that unites the values of a field: all tags, and own fields laid over each other.

    Args:
        field: the field.
        values: the expression that is united; NULL adds nothing.
        order: what the rows are ordered by; of one own field that several have, the value of the last counts.

    Returns:
        the expression; ``None`` if values of this kind are not united.
    """
    given = f"FILTER ({values} IS NOT NULL)"
    if field.kind is Kind.TAGS:
        return f"list_sort(list_distinct(flatten(list({values}) {given})))"
    if field.kind is Kind.CUSTOM:
        return f"list_reduce(list({values} ORDER BY {order}) {given}, lambda below, above: json_merge_patch(below, above)::VARCHAR)"
    return None
