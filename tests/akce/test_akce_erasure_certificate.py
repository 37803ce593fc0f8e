"""Erasure with a certificate (GDPR, art. 17): nothing of the values is left, and the certificate names none of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from akce_world import Ids, digest, make
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from workbench.akce.base import Result
from workbench.akce.certificate import Certificate
from workbench.desk import Desk
from workbench.errors import InputError, NotFoundError, UnknownNameError
from workbench.registry.snapshot import SnapshotRegister
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

THEN = datetime(2026, 11, 1, 9, tzinfo=UTC)
MARK = "Zqxm"
NAMES = (
    "name", "first_name", "last_name", "salutation", "notice", "external_id", "phone", "email", "street", "city",
    "note", "earlier", "original", "merged",
)  # fmt: skip
# Lower-case letters, that neither the search nor a check of an e-mail may change; each value is one of its own.
WORDS = st.lists(st.text("abcdefghijkmnprstuvwxyz", min_size=6, max_size=12), min_size=len(NAMES), max_size=len(NAMES), unique=True)  # fmt: skip


def erased(desk: Desk, values: dict[str, str], birthday: date) -> Result:
    """A life of a client: made, reached, changed, merged, exported, locked, and erased."""
    client = make(desk, "client", name=values["name"], is_person=True, first_name=values["first_name"], last_name=values["earlier"],
                  birthday=birthday, external_id=values["external_id"], notice=values["notice"])  # fmt: skip
    other = make(desk, "client", name=values["merged"])
    make(desk, "contact", record_id=client, kind="email", value=f"{values['email']}@example.cz")
    make(desk, "contact", record_id=client, kind="other", value=values["phone"])
    make(desk, "contact", record_id=client, kind="mobile", value="+420601999777")
    make(desk, "address", record_id=client, kind="home", street=values["street"], city=values["city"], original=values["original"])  # fmt: skip
    desk.akce.edit(
        client, last_name=values["last_name"], salutation=values["salutation"], note=values["note"]
    ).run()
    desk.akce.merge(keep=client, absorb=other).run()
    desk.akce.export(client, format="vcf").run()
    return desk.akce.delete(client).run()


def opened(folder: str) -> Desk:
    return Desk(Path(folder) / "data.duckdb", "ana", register=SnapshotRegister(Path(folder) / "none.duckdb"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Result]:
    """An erasure of plain values, and its desk."""
    desk = opened(str(tmp_path_factory.mktemp("plain")))
    values = dict(zip(NAMES, (f"neco{at}" for at in range(len(NAMES))), strict=True))
    return desk, erased(desk, values, date(1930, 5, 6))


@given(words=WORDS, day=st.dates(date(1902, 1, 1), date(1935, 1, 1)))
@examples(1)
def test_no_value_is_left_in_the_folder_of_the_data_nor_named_by_the_certificate_which_depends_on_none(
    plain: tuple[Desk, Result], words: list[str], day: date
) -> None:
    values = {name: f"{MARK}{word}" for name, word in zip(NAMES, words, strict=True)}
    with TemporaryDirectory() as folder:
        desk = opened(folder)
        certificate = erased(desk, values, day).detail
        told = certificate.text("cs") + certificate.text("en")
        held = digest(desk) + repr(certificate.erasure)
        raw = b"".join(one.read_bytes() for one in Path(folder).rglob("*") if one.is_file()).lower()
        for value in (*values.values(), "601999777", "601 999 777", str(day), repr(day)):
            assert value.lower() not in told.lower()
            assert value.lower() not in held.lower()
            assert value.lower().encode() not in raw
        other = plain[1].detail.erasure
        assert replace(certificate.erasure, made_at=THEN, rewritten_at=THEN) == replace(
            other, made_at=THEN, rewritten_at=THEN
        )


def test_it_says_what_when_by_whom_and_from_where_and_is_made_again_from_the_journal(
    plain: tuple[Desk, Result], tmp_path: Path
) -> None:
    desk, done = plain
    certificate, again = done.detail, desk.certificate(done)
    erasure = certificate.erasure
    assert again.erasure == erasure
    assert (erasure.actor, len(erasure.records), len(erasure.merged)) == ("ana", 1, 1)
    assert erasure.parts["contact"] == 3
    assert erasure.cleared["exports"] == 1
    assert erasure.cleared["search"] == 1
    assert erasure.cleared["images"] >= 2
    assert erasure.cleared["texts"] >= 8
    assert erasure.rewritten_at is not None
    text = again.text("cs")
    for said in (
        "ana",
        f"č. {erasure.records[0][1]}",
        "Kontakty: 3",
        "Adresy: 1",
        "celý přepsán",
        "na 1 řádku",
    ):
        assert said in text
    assert "Contacts: 3" in again.text("en")
    assert again.pdf("cs") == certificate.pdf("cs")
    path = again.save(tmp_path)
    assert path.name == f"potvrzeni-o-vymazu-{done.change_set}.pdf"
    page = PdfReader(path).pages[0].extract_text()
    assert f"Potvrzení o výmazu č. {done.change_set}" in " ".join(page.split())
    assert again.save(tmp_path, "txt").read_text(encoding="utf-8") == text
    with pytest.raises(UnknownNameError):
        again.save(tmp_path, "docx")  # type: ignore[arg-type]
    with pytest.raises(InputError):
        again.save(tmp_path / "nowhere")


def test_only_who_erased_and_administrators_are_told(desk: Desk, ids: Ids) -> None:
    petr, olga = (Desk(desk.store.path, name, register=desk.register) for name in ("petr", "olga"))
    done = petr.akce.delete(ids.plain).run()
    assert petr.certificate(done).text() == desk.certificate(done).text()
    listed = desk.erasures()
    assert listed[["actor", "record_type", "record_id"]].to_numpy().tolist() == [
        ["petr", "client", ids.plain]
    ]
    assert len(olga.erasures()) == 0
    for nobody in (olga, desk):
        with pytest.raises(NotFoundError):
            nobody.certificate(done if nobody is olga else 1)


def test_an_earlier_certificate_outlives_a_later_erasure(desk: Desk, ids: Ids) -> None:
    desk.akce.edit([ids.plain, ids.delta], category="obojí").run()
    first = desk.akce.delete(ids.plain).run()
    before = desk.certificate(first).text()
    desk.akce.delete(ids.delta).run()
    assert desk.certificate(first).text() == before


def test_an_erasure_that_was_not_counted_still_has_its_certificate(desk: Desk, ids: Ids) -> None:
    done = desk.akce.delete(ids.delta).run()
    desk.store.engine.write(
        lambda connection: connection.execute(
            "UPDATE db.change_set SET options = NULL WHERE id = ?", [done.change_set]
        )
    )
    text = desk.certificate(done).text("cs")
    assert f"č. {ids.delta}" in text
    assert "nepočítal" in text
    assert "desk.store.compact()" in text
    desk.store.compact()
    assert "celý přepsán" in desk.certificate(done).text("cs")


def test_more_than_a_hundred_are_erased_at_once_each_in_the_certificate(desk: Desk) -> None:
    def fill(cs: ChangeSet) -> list[int]:
        new = list(cs.new_ids(120))
        cs.insert("client", [{"id": one, "name": f"{MARK} {one}"} for one in new])
        return new

    many: Any = desk.store.write(Intent("fill"), fill).result
    certificate = desk.akce.delete(many).run().detail
    assert isinstance(certificate, Certificate)
    assert {one for _, one in certificate.erasure.records} == set(many)
    assert MARK not in digest(desk)
