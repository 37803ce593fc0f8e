"""The real ARES, for a machine with a network: ``pytest -m live tests/registry/ares``. Asks seven questions."""

from pathlib import Path

import pytest

from workbench.model.names import fold
from workbench.registry.answers import Found, NotFound
from workbench.registry.ares import AresRegister, Detail, Matches, Source, TooMany, Wire
from workbench.registry.manners import Manners, QueueFile

pytestmark = pytest.mark.live

BODIES = {
    "00006947": "Ministerstvo financí",
    "68407700": "České vysoké učení technické v Praze",
    "00216208": "Univerzita Karlova",
    "00216224": "Masarykova univerzita",
    "00064581": "Hlavní město Praha",
    "44992785": "Statutární město Brno",
    "00025593": "Český statistický úřad",
    "00007064": "Ministerstvo vnitra",
    "48136450": "Česká národní banka",
    "00023272": "Národní muzeum",
}
"""Ten public bodies; whatever else changes, their names hold these words."""


def test_the_real_register_still_answers_as_it_did(tmp_path: Path) -> None:
    with AresRegister(Wire(Manners(QueueFile(tmp_path / "ares.queue")))) as register:
        answers = register.lookup([*BODIES, "00000019"])
        missing = answers["00000019"]
        for ico, name in BODIES.items():
            body = answers[ico]
            assert isinstance(body, Found), f"{ico}: {body.text()}"
            assert set(fold(name).split()) <= set(fold(body.subject.name).split()), ico
            assert body.subject.seat is not None, ico
            assert body.subject.seat.postcode, ico
        assert isinstance(missing, NotFound), missing.text()
        found = register.search("Budějovický Budvar", city="České Budějovice")
        assert isinstance(found, Matches), found.text()
        assert "00514152" in {one.ico for one in found.subjects}
        assert isinstance(register.search("Praha"), TooMany)
        detail = register.details(["00514152"], Source.VR)["00514152"]
        assert isinstance(detail, Detail), detail.text()
        assert detail.court_file == "AV 325/KSCB"
        assert "112" in register.code_list("PravniForma", "res")
