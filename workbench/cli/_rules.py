"""The command on the rules of merging."""

from typing import Annotated, Any

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import File, User, Yes, agreed, open_desk, show
from workbench.errors import InputError
from workbench.locale import n, t

_DECLARED = "declared"


def rules(
    *,
    wanted: Annotated[list[str] | None, typer.Argument(metavar="FIELD=RULE", help=t("Field and rule, e.g. name=frequent, or category=web,fair for an order of sources; “declared” takes a rule back. Without it all rules are listed."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=t("Only count what would change; write nothing."))] = False,
    persons: Annotated[bool, typer.Option("--persons", help=t("The rules for contact persons in place of those for clients."))] = False,
    yes: Yes = False,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """The rules by which merges pick values, or other ones and what they would change."""
    desk = open_desk(file, user)
    entity = "person" if persons else "client"
    if not wanted:
        rules = desk.rules.of(entity)
        table = rules.df()
        show([t("Field"), t("Name"), t("Rule"), t("In words")], [
            (row["field"], row["label"], row["rule"] if isinstance(row["rule"], str) else ",".join(row["rule"]), row["means"] + (" *" if row["changed"] else ""))
            for row in table.to_dict("records")
        ])  # fmt: skip
        for name, rule in rules.unknown.items():
            typer.echo(
                t(
                    "Field “{field}” has the rule “{rule}”, which a newer workbench set and this one does not know; it is not merged. Update workbench, or choose another rule: workbench rules {field}=declared.",
                    field=name,
                    rule=rule,
                )
            )
        typer.echo(
            t("Version {version}; * marks what differs from the declared rule.", version=rules.version)
        )
        return
    action = desk.akce.set_rules(dict(map(_read, wanted)), entity=entity)
    for row in action.simulate(desk.duplicates(entity)).to_dict("records"):
        typer.echo(
            n(
                "{field}: {now} → {then}; {count} value would be another one, of {groups} groups that differ in it.",
                "{field}: {now} → {then}; {count} values would be others, of {groups} groups that differ in it.",
                int(row["changes"]), field=row["label"], now=row["now"], then=row["then"], groups=int(row["groups"]),
            )
        )  # fmt: skip
        for survivor, before, after in row["examples"]:
            typer.echo(f"    {t('No.')} {survivor}: {before or '–'} → {after or '–'}")
    if dry_run or not agreed(t("Change these rules?"), yes=yes):
        typer.echo(t("Nothing was changed."))
        return
    typer.echo(action.run().text())


def _read(text: str) -> tuple[str, Any]:
    """``field=rule``; several sources are parted by commas, one source alone ends with one.

    Raises:
        InputError: there is no such sign.
    """
    field, sign, rule = text.partition("=")
    if not sign:
        raise InputError("“{text}” is no field and rule. Write e.g. name=frequent.", text=text)
    if rule == _DECLARED:
        return field.strip(), None
    if "," in rule:
        return field.strip(), [one.strip() for one in rule.split(",") if one.strip()]
    return field.strip(), rule.strip()
