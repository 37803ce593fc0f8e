"""Files out: 10,000 vCards against plain vobject, a workbook of 100,000 rows against pandas."""

import io
from functools import partial
from typing import TYPE_CHECKING, Final

import vobject
from vobject.vcard import Address, Name

from benchmarks import base
from benchmarks.figures import Faster, Figure
from benchmarks.measure import in_turns, timed
from benchmarks.part import Part, Plan
from workbench import exporting
from workbench.model.record import Dossier

if TYPE_CHECKING:
    import pandas as pd

_CARDS: Final = 10_000
_ROWS: Final = 100_000
_LARGE_RUNS: Final = 3
_COLUMNS: Final = (
    "id", "external_id", "name", "ico", "dic", "legal_form", "state", "payment_term", "turnover", "founded_on", "street", "city",
    "postcode", "phone", "email", "web",
)  # fmt: skip
_LINES: Final = {"phone": "tel", "mobile": "tel", "fax": "tel", "email": "email", "web": "url"}


def figures(plan: Plan) -> list[Figure]:
    """Both sides from the same records, which are read before."""
    store = base.opened(plan.source).store
    ids = list(range(1, plan.clients + 1))
    cards = store.dossiers(ids[: _CARDS // 20 if plan.quick else _CARDS])
    frame = store.client_table(ids[: _ROWS // 50 if plan.quick else _ROWS])[list(_COLUMNS)]
    for few in (cards[:9], frame[:9]):  # what is loaded at first use is measured elsewhere
        for work in (_ours, _theirs):
            work(few)
    card_runs, frame_runs = (
        in_turns(partial(timed, partial(_ours, what)), partial(timed, partial(_theirs, what)), runs)
        for what, runs in ((cards, plan.runs), (frame, min(plan.runs, _LARGE_RUNS)))
    )
    size = f"{len(frame):,} rows × {len(_COLUMNS)} columns"
    return [
        Figure(f"{len(cards):,} vCards", card_runs[0], "plain vobject", card_runs[1], Faster(3)),
        Figure(f"XLSX of {size}", frame_runs[0], "pandas.to_excel", frame_runs[1], Faster(2)),
    ]


def _card(dossier: Dossier) -> str:
    """The same properties as vobject's own objects, without labels and our kinds, folded as vobject folds."""
    record = dossier.record
    card = vobject.vCard()
    card.add("uid").value = str(record.id)
    card.add("rev").value = f"{record.info.updated_at:%Y%m%dT%H%M%SZ}"
    card.add("fn").value = record["name"] or "?"
    card.add("n").value = Name(family=record["last_name"] or "", given=record["first_name"] or "")
    if not record["is_person"]:
        card.add("org").value = [record["name"] or ""]
    for one in dossier.addresses:
        line = card.add("adr")
        line.value = Address(
            street=f"{one['street'] or ''} {one['house_number'] or ''}", city=one["city"] or "", code=one["postcode"] or "",
            region=one["region"] or "", country=one["country"] or "",
        )  # fmt: skip
        line.type_param = "work"
    for one in dossier.contacts:
        line = card.add(_LINES.get(one["kind"], "x-contact"))
        line.value = one["value"]
        line.type_param = "work"
    for name, field in (
        ("x-ico", "ico"),
        ("x-dic", "dic"),
        ("x-external-id", "external_id"),
        ("note", "notice"),
    ):
        if record[field]:
            card.add(name).value = record[field]
    if record["tags"]:
        card.add("categories").value = list(record["tags"])
    return str(card.serialize())


def _ours(what: "list[Dossier] | pd.DataFrame") -> bytes:
    return exporting.vcard(what) if isinstance(what, list) else exporting.table(what, "xlsx")


def _theirs(what: "list[Dossier] | pd.DataFrame") -> object:
    return "".join(map(_card, what)) if isinstance(what, list) else what.to_excel(io.BytesIO(), index=False)


PART: Final = Part("exchange", "vCards and a large workbook made", figures, minutes=10)
