"""2-5 and 7: searching, export, security, locks, refresh (AKCE.md)."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from akce_world import Ids, World, digest, make
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.akce.searching import FindOnFirmy, Google, WebLink
from workbench.desk import Desk
from workbench.errors import (
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    StaleVersionError,
    UnknownNameError,
    WorkbenchError,
)

HOSTILE = [
    "A & B #1 s.r.o.?x=1",
    "uvozovky \"' <script>alert(1)</script>",
    "😀 žluťoučký",
    "\u202egnilaver\u202c",
    "a+b%20c/../d",
]

Desks = Callable[[str], Desk]


def as_user(desk: Desk, user: str) -> Desk:
    return Desk(desk.store.path, user, register=desk.register)


def test_a_search_opens_the_name_properly_encoded(desk: Desk, subtests: pytest.Subtests) -> None:
    for name in HOSTILE:
        client = make(desk, "client", name=name)
        for action, host in (
            (desk.akce.find_on_firmy(client), "www.firmy.cz"),
            (desk.akce.google(client), "www.google.com"),
        ):
            with subtests.test(name=name, host=host):
                url = action.run().url
                parts = urlsplit(url)
                assert (parts.scheme, parts.netloc, parts.fragment) == ("https", host, "")
                assert parse_qs(parts.query) == {"q": [name]}
                assert url.isascii()
                assert action.preview()["url"].tolist() == [url]


@examples(10)
@given(name=st.text(max_size=40))
def test_no_name_can_break_out_of_the_link(name: str) -> None:
    for kind in (FindOnFirmy, Google):
        link = WebLink(kind.encoded(name), "Vyhledat", "")
        assert parse_qs(urlsplit(link.url).query, keep_blank_values=True) == {
            "q": [name.encode(errors="replace").decode()]
        }
        assert link._repr_html_().count("<") == 2


def test_the_obec_is_added_when_wanted(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    assert parse_qs(urlsplit(desk.akce.find_on_firmy(ids.moved, with_city=True).run().url).query)["q"] == [
        "Stehovava s.r.o. Zlín"
    ]
    assert "with_city=True" in desk.akce.find_on_firmy(ids.moved, with_city=True).code()


def test_the_link_opens_a_new_tab_and_tells_nobody_where_from(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    html = desk.akce.google(ids.gama).run()._repr_html_()
    assert 'target="_blank"' in html
    assert 'rel="noopener noreferrer"' in html


def test_a_natural_person_is_warned_of_before_the_click(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    link = desk.akce.find_on_firmy(ids.delta).run()
    assert "třetí straně" in link.warning
    assert link._repr_html_().index("třetí straně") < link._repr_html_().index("<a ")
    assert desk.akce.find_on_firmy(ids.gama).run().warning == ""


def test_a_client_without_a_name_is_greyed_with_the_reason(desk: Desk, ids: Ids) -> None:
    desk.store.engine.write(
        lambda db: db.execute("UPDATE db.client SET name = '  ' WHERE id = ?", [ids.plain])
    )
    for action in (desk.akce.google(ids.plain), desk.akce.find_on_firmy(ids.plain, with_city=True)):
        assert "nemá název" in action.available().reason
        with pytest.raises(InputError):
            action.run()


@pytest.mark.parametrize("form", ["vcf", "csv", "xlsx", "parquet", "arrow", "pdf", "zip"])
def test_an_export_of_many_clients_is_recorded_with_who_and_what(desk: Desk, ids: Ids, form: str) -> None:
    made = desk.akce.export([ids.gama, ids.alfa], format=form).run()
    assert made.count == 2
    assert made.data
    assert made.file_name.endswith(f".{form}")
    line = desk.store.exports().iloc[0]
    assert (line["actor"], line["format"], list(line["record_ids"])) == ("ana", form, [ids.gama, ids.alfa])


def test_an_export_needs_the_right(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    olga = unchanged("olga")
    action = olga.akce.export(ids.owned, format="vcf")
    assert isinstance(action.available().obstacle, PermissionRefusedError)
    with pytest.raises(PermissionRefusedError):
        action.run()
    with pytest.raises(PermissionRefusedError):
        action.preview()
    assert not len(desk.store.exports())


def test_what_the_user_does_not_see_is_neither_exported_nor_recorded(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    petr = unchanged("petr")
    for form in ("csv", "vcf"):
        with pytest.raises(NotFoundError):
            petr.akce.export([ids.plain, ids.secret], format=form).run()
    assert not len(desk.store.exports())


def test_an_export_never_overwrites_a_file(desk: Desk, ids: Ids, tmp_path: Path) -> None:
    made = [desk.akce.export(ids.gama, format="vcf", folder=str(tmp_path)).run() for _ in range(2)]
    paths = [one.path for one in made]
    assert len(set(paths)) == 2
    assert all(
        path is not None and path.read_bytes() == one.data for path, one in zip(paths, made, strict=True)
    )


def test_an_export_in_an_unknown_shape_is_refused_with_a_hint(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    with pytest.raises(UnknownNameError, match="xlsx"):
        desk.akce.export(ids.gama, format="xlxs")
    with pytest.raises(UnknownNameError):
        desk.akce.export(ids.gama, version="2.1")
    for wrong in ("de", "../cs"):
        with pytest.raises(UnknownNameError):
            desk.akce.export(ids.gama, language=wrong)


def test_an_export_previews_without_recording(desk: Desk, ids: Ids) -> None:
    before = digest(desk)
    assert desk.akce.export([ids.gama], format="csv").preview()["name"].tolist() == ["Gama obchod a.s."]
    assert digest(desk) == before


def test_security_tells_origin_last_change_visibility_lock_and_history(desk: Desk, ids: Ids) -> None:
    petr = as_user(desk, "petr")
    petr.akce.edit(ids.plain, category="x", notice="y").run()
    desk.akce.copy_from_registry(ids.moved).run()
    report = desk.akce.security(ids.plain).run()
    assert report.dossier.record.info.created_by == "ana"
    assert set(report.last_change) == {"category", "notice"}
    assert report.dossier.record.info.updated_by == "petr"
    assert report.seen_by == {
        "ana": "Správce", "petr": "vidí všechny záznamy tohoto typu", "cyril": "vidí všechny záznamy tohoto typu",
    }  # fmt: skip
    assert desk.akce.security(ids.owned).run().seen_by["olga"] == "je vlastníkem"
    assert desk.akce.security(ids.secret).run().seen_by == {"ana": "Správce"}
    assert "2026-11-15" in str(desk.akce.security(ids.moved).run().last_register_copy)
    assert list(report.as_dict())[:4] == ["Vytvořeno", "Naposledy změněno", "Platný", "Vlastník"]
    assert report.history[["field", "before", "after"]].to_numpy().tolist()[0] == ["category", None, "x"]


def test_security_tells_a_plain_user_of_themselves_and_of_nothing_unseen(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.secret_deal, entity="deal", name="Tajné jednání").run()
    report = as_user(desk, "petr").akce.security(ids.twin).run()
    assert set(report.seen_by) == {"petr"}
    assert ids.secret_deal not in report.history["id"].tolist()
    assert ids.secret_deal not in {one.id for one in report.dossier.all("deal")}


def test_security_names_who_locked_it_and_why(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    by, at, why = desk.akce.security(ids.held).run().as_dict()["Zamkl"]
    assert (by, why) == ("petr", "v jednání")
    assert at.tzinfo is not None


def test_who_sees_a_record_by_its_owner_is_told_so(desk: Desk, ids: Ids) -> None:
    desk.store.save_user("olga", "limited", see={"client": ["petr"]})
    assert desk.akce.security(ids.plain).run().seen_by["olga"] == "vidí záznamy uživatele petr"
    assert "olga" not in desk.akce.security(ids.owned).run().seen_by


def test_whoever_sees_a_record_may_lock_it_and_unlock_it_even_with_the_right_to_read_only(
    desk: Desk, ids: Ids
) -> None:
    cyril = as_user(desk, "cyril")
    assert cyril.akce.lock(ids.plain).available()
    cyril.akce.lock(ids.plain, reason="čtu").run()
    with pytest.raises(LockedError):
        as_user(desk, "petr").akce.edit(ids.plain, notice="x").run()
    cyril.akce.unlock(ids.plain).run()
    as_user(desk, "petr").akce.edit(ids.plain, notice="x").run()


def test_only_the_same_user_or_an_administrator_unlocks(desk: Desk, ids: Ids) -> None:
    cyril = as_user(desk, "cyril")
    assert isinstance(cyril.akce.unlock(ids.held).available().obstacle, LockedError)
    with pytest.raises(LockedError):
        cyril.akce.unlock(ids.held).run()
    with pytest.raises(LockedError):
        desk.akce.edit(ids.held, notice="x").run()
    assert desk.akce.unlock([ids.held, ids.plain]).available()
    desk.akce.unlock(ids.held).run()
    desk.akce.edit(ids.held, notice="x").run()


def test_a_second_lock_of_ones_own_keeps_the_first_and_anothers_is_refused(desk: Desk, ids: Ids) -> None:
    petr = as_user(desk, "petr")
    assert petr.akce.lock(ids.held, reason="jiný").run().change_set is None
    assert desk.client(ids.held).record["lock_reason"] == "v jednání"
    with pytest.raises(LockedError):
        desk.akce.lock([ids.plain, ids.held]).run()
    assert desk.client(ids.plain).record["locked_by"] is None


def test_a_lock_holds_against_every_way_in(desk: Desk, ids: Ids) -> None:
    before_lock = desk.akce.edit([ids.twin, ids.plain], category="x").run()
    contact = desk.client(ids.twin).contacts[0].id
    as_user(desk, "petr").akce.lock(ids.twin).run()
    ways: list[Callable[[], object]] = [
        lambda: desk.undo(before_lock),
        lambda: desk.akce.edit([ids.plain, ids.twin], category="y").run(),
        lambda: desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run(),
        lambda: desk.akce.merge(keep=ids.twin, absorb=ids.alfa).run(),
        lambda: desk.akce.invalidate(ids.twin).run(),
        lambda: desk.akce.edit(contact, entity="contact", value="jinak@alfa.example").run(),
        lambda: desk.akce.remove("contact", contact).run(),
        lambda: desk.akce.create("contact", record_id=ids.twin, kind="web", value="x.example").run(),
        lambda: desk.akce.release(ids.twin, remove=["activity"]).run(),
        lambda: desk.akce.not_duplicate(ids.twin, ids.plain).run(),
        lambda: desk.akce.delete(ids.twin).run(),
    ]
    before = digest(desk)
    for way in ways:
        with pytest.raises(WorkbenchError):
            way()
        assert digest(desk) == before


def test_refresh_shows_the_newest_state_and_what_changed_meanwhile(desk: Desk, ids: Ids) -> None:
    known = desk.akce.refresh([ids.plain, ids.twin]).run()
    assert not len(known.changed)
    as_user(desk, "petr").akce.edit(ids.plain, category="nová").run()
    make(desk, "contact", record_id=ids.twin, kind="web", value="alfa.example")
    now = desk.akce.refresh([ids.plain, ids.twin], since=known.revision).run()
    assert now.dossiers[0].record["category"] == "nová"
    rows = now.changed[["actor", "entity", "field", "after"]].to_numpy().tolist()
    assert ["petr", "client", "category", "nová"] in rows
    assert "contact" in now.changed["entity"].tolist()
    assert now.revision == known.revision + 2


def test_refresh_follows_a_merge_and_tells_of_a_deletion(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    assert desk.akce.refresh(ids.twin).run().dossiers[0].id == ids.alfa
    desk.akce.delete(ids.plain).run()
    with pytest.raises(NotFoundError):
        desk.akce.refresh(ids.plain).run()


def test_saving_over_a_newer_version_is_refused_with_both_versions(desk: Desk, ids: Ids) -> None:
    seen = desk.client(ids.plain).record.info.version
    as_user(desk, "petr").akce.edit(ids.plain, notice="petrova").run()
    with pytest.raises(StaleVersionError) as refused:
        desk.akce.edit(ids.plain, expected_version=seen, notice="anina").run()
    assert refused.value.values.items() >= {"yours": seen, "now": seen + 1, "user": "petr"}.items()
    assert desk.client(ids.plain).record["notice"] == "petrova"


def test_a_register_copy_is_dated_in_the_security_window(world: World, ids: Ids) -> None:
    desk = world.open()
    desk.akce.copy_from_registry(ids.gama).run()
    mark = desk.client(ids.gama).all("provenance")[0]
    assert (mark["source"], mark["as_of"]) == ("ČSÚ, RES 2026-11-15", date(2026, 11, 15))
