"""The real ARES, for a machine with a network: ``pytest -m live tests/registry/ares``. Asks five questions."""

from pathlib import Path

import pytest

from workbench.registry.answers import Found, NotFound
from workbench.registry.ares import AresRegister, Detail, Matches, Source, TooMany, Wire
from workbench.registry.manners import Manners, QueueFile

pytestmark = pytest.mark.live


def test_the_real_register_still_answers_as_it_did(tmp_path: Path) -> None:
    with AresRegister(Wire(Manners(QueueFile(tmp_path / "ares.queue")))) as register:
        answers = register.lookup(["00006947", "68407700", "00000019"])
        ministry, missing = answers["00006947"], answers["00000019"]
        assert isinstance(ministry, Found), ministry.text()
        assert ministry.subject.name == "Ministerstvo financí"
        assert isinstance(missing, NotFound), missing.text()
        found = register.search("Budějovický Budvar", city="České Budějovice")
        assert isinstance(found, Matches), found.text()
        assert "00514152" in {one.ico for one in found.subjects}
        assert isinstance(register.search("Praha"), TooMany)
        detail = register.details(["00514152"], Source.VR)["00514152"]
        assert isinstance(detail, Detail), detail.text()
        assert detail.court_file == "AV 325/KSCB"
        assert "112" in register.code_list("PravniForma", "res")
