"""Reading clients and asking the register about them: what is seen at one moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workbench.akce.registry_plan import Plan
from workbench.model.identifiers import ico as ico_numbers
from workbench.registry.said import Said
from workbench.store.store import Store

_QUIET = frozenset({"spelling", "form_spelling", "equal", "fill"})


@dataclass(frozen=True)
class Sight:
    """Clients and what the register says of them.

    Attributes:
        asked: client id -> the IČO it is compared with, ``None`` where it has none; each client once.
        said: what the register says.
        plan: the differences.
    """

    asked: Mapping[int, str | None]
    said: Said
    plan: Plan

    def worth_a_look(self, others: Mapping[int, Sequence[int]]) -> dict[int, str | None]:
        """Those known clients about whom there may be something to warn of.

        Args:
            others: clients with the same IČO, by client id.
        """
        import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only tables need it
        import pyarrow.compute as pc  # noqa: PLC0415

        seen, rows = self.plan.compared.seen, self.plan.differing
        renamed = rows.filter(
            pc.and_(
                pc.equal(rows["field"], "name"), pc.invert(pc.is_in(rows["state"], pa.array(sorted(_QUIET))))
            )
        )
        doubt = pc.or_(pc.is_valid(seen["ceased_on"]), pc.is_in(seen["client"], renamed["client"]))
        for flag in ("in_liquidation", "insolvent", "unreliable_vat_payer"):
            doubt = pc.or_(doubt, pc.fill_null(seen[flag], False))
        found = set(seen.filter(doubt)["client"].to_pylist())
        found |= {
            client
            for client, ico in zip(seen["client"].to_pylist(), seen["ico"].to_pylist(), strict=True)
            if client in others or not ico_numbers.is_valid(ico)
        }
        return {client: ico for client, ico in self.asked.items() if client in found}


def look(
    store: Store,
    ids: Sequence[int],
    ico: str | None,
    certain: Mapping[int, str],
    ask: Callable[[Sequence[str]], Said],
) -> Sight:
    """Read clients, ask about them, compare.

    Args:
        store: the data file.
        ids: the clients; merged ones lead to their survivors.
        ico: compare with this subject instead of the client's own IČO.
        certain: client id -> IČO that was found by its name and address.
        ask: asks the register.
    """
    import pyarrow as pa  # noqa: PLC0415

    known = store.client_icos(ids)
    asked = dict(zip(known["client"].to_pylist(), known["ico"].to_pylist(), strict=True))
    asked |= {client: found for client, found in certain.items() if not asked[client]}
    if ico:
        asked = dict.fromkeys(asked, ico)
    numbers = sorted({one for one in asked.values() if one})
    said = ask(numbers)
    pairs = {"client": pa.array(list(asked), pa.int64()), "ico": pa.array(list(asked.values()), pa.string())}
    return Sight(asked, said, Plan.of(store.compare(pa.table(pairs), said.found)))
