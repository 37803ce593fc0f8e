"""What the simulated register replies is what the OpenAPI document of ARES describes."""

import json
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import httpx
import pytest
from ares_world import SAMPLES, TODAY, firm, ico, trader

from workbench.registry.simulator import AresSimulator, subjects_of_res_file
from workbench.registry.simulator.validating import problems

SCHEMAS: Mapping[str, Any] = json.loads((SAMPLES / "reply_schemas.json").read_text(encoding="utf-8"))
DEMO = Path(__file__).parents[3] / "data" / "demo_res.csv"
ICO = {"ico": [ico(1), ico(2), ico(3)]}


def unknown(schema: Mapping[str, Any], value: object, where: str = "") -> list[str]:
    """Fields of a reply that its schema does not name."""
    if isinstance(value, dict) and "properties" in schema:
        names = schema["properties"]
        inside = [
            unknown(names[name], one, f"{where}.{name}") for name, one in value.items() if name in names
        ]
        return [f"{where}.{name}" for name in value if name not in names] + list(chain(*inside))
    if isinstance(value, list) and "items" in schema:
        return list(chain(*(unknown(schema["items"], one, where) for one in value)))
    return []


@pytest.mark.parametrize(
    ("path", "question", "schema"),
    [
        ("ekonomicke-subjekty/vyhledat", ICO, "EkonomickeSubjektySeznam"),
        ("ekonomicke-subjekty-vr/vyhledat", ICO, "EkonomickeSubjektyVrSeznam"),
        ("ekonomicke-subjekty-res/vyhledat", ICO, "EkonomickeSubjektyResSeznam"),
        ("ekonomicke-subjekty-rzp/vyhledat", ICO, "EkonomickeSubjektyRzpSeznam"),
        ("ekonomicke-subjekty-ros/vyhledat", ICO, "EkonomickeSubjektyRosSeznam"),
        ("ciselniky-nazevniky/vyhledat", {"kodCiselniku": "PravniForma"}, "CiselnikyNazevnikSeznam"),
        ("standardizovane-adresy/vyhledat", {"textovaAdresa": "Brno"}, "StandardizovaneAdresySeznam"),
        ("ekonomicke-subjekty-notifikace/vyhledat", {"datovyZdroj": "res"}, "SeznamNotifikacnichDavek"),
        ("ekonomicke-subjekty-notifikace/datovy-zdroj/res/cislo-davky/1", None, "NotifikacniDavkaZaznam"),
    ],
)
def test_a_reply_has_the_documented_shape(path: str, question: object, schema: str) -> None:
    known = [firm(1), trader(2), firm(3, seat=None, nace=None, data_box=None)]
    with AresSimulator(known, today=TODAY) as simulator:
        simulator.announce("res", [(ico(1), "ZMENA")])
        address = f"{simulator.base_url}/{path}"
        reply = (httpx.get(address) if question is None else httpx.post(address, json=question)).json()
    rows = next(value for value in reply.values() if isinstance(value, list))
    assert rows
    assert problems(SCHEMAS[schema], reply) == []
    assert unknown(SCHEMAS[schema], reply) == []


def test_every_subject_of_the_demo_has_the_documented_shape() -> None:
    with AresSimulator(subjects_of_res_file(DEMO), today=TODAY) as simulator:
        icos = list(simulator.answering.world.subjects)
        for start in range(0, len(icos), 100):
            question = {"ico": icos[start : start + 100], "pocet": 100}
            reply = httpx.post(f"{simulator.base_url}/ekonomicke-subjekty/vyhledat", json=question).json()
            assert reply["pocetCelkem"] == len(question["ico"])  # type: ignore[arg-type]
            assert problems(SCHEMAS["EkonomickeSubjektySeznam"], reply) == []
            assert unknown(SCHEMAS["EkonomickeSubjektySeznam"], reply) == []


def test_the_check_itself_notices_a_strange_field_and_a_wrong_type() -> None:
    schema = SCHEMAS["EkonomickeSubjektySeznam"]
    assert unknown(schema, {"ekonomickeSubjekty": [{"jmeno": "x"}]}) == [".ekonomickeSubjekty.jmeno"]
    assert problems(schema, {"pocetCelkem": "1"}) == [".pocetCelkem: integer"]
