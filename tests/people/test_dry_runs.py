import msgspec

from recognize.lib.database import DB

from .support import audited, handles, land, land_departments, recorded, refused


async def test_a_dry_run_shows_everything_and_writes_nothing() -> None:
    await land("handle,name,department\nana,Ana,ventas\nbruno,Bruno,ventas\n")
    before = [
        await DB.fetch(f"select * from {table}") for table in ("people", "departments", "status_history", "audit")
    ]
    result = await land("handle,name,department,hired_on\nana,Ana P.,caja,2020-01-31\ncarla,,,\n", dry_run=True)
    assert result.added == ["carla"]
    assert [str(change) for change in result.changed] == [
        "ana: name Ana → Ana P., department ventas → caja, hired_on – → 2020-01-31"
    ]
    assert (result.departments, result.unchanged, result.left) == (["caja"], 0, [])
    after = [await DB.fetch(f"select * from {table}") for table in ("people", "departments", "status_history", "audit")]
    assert (after, await recorded()) == (before, [])


async def test_the_import_does_what_the_dry_run_has_shown() -> None:
    text = "handle,department\nana,ventas\n"
    shown, done = await land(text, dry_run=True), await land(text)
    assert msgspec.structs.replace(shown, dry_run=False) == done


async def test_a_dry_run_of_bad_lines_is_refused_or_skips_them() -> None:
    text = "handle,email\nana,no\nbruno,\n"
    assert (await refused(text, dry_run=True)).keys() == {2}
    result = await land(text, dry_run=True, skip_bad=True)
    assert (result.added, len(result.bad_lines), await handles()) == (["bruno"], 1, [])


async def test_many_differences_are_shown_in_part() -> None:
    result = await land("handle\n" + "".join(f"p{number}\n" for number in range(1_060)), dry_run=True)
    lines = list(result.lines())
    assert lines[0].startswith("people.csv: 1,060 new, 0 changed")
    assert lines[-1] == "new: … and 1,010 more"
    assert len(lines) == 52
    assert len(list(result.lines(at_most=2_000))) == 1_061


async def test_a_result_is_json_for_the_web_page() -> None:
    await land("handle\nana\n")
    result = await land("handle,site\nana,Lima\nana,\n", dry_run=True, skip_bad=True)
    assert msgspec.json.decode(msgspec.json.encode(result)) == {
        "file": "people.csv",
        "dry_run": True,
        "added": [],
        "changed": [{"key": "ana", "fields": [{"field": "site", "old": None, "new": "Lima"}]}],
        "unchanged": 0,
        "bad_lines": [{"number": 3, "reason": "ana is already on line 2"}],
        "left": [],
        "departments": [],
    }


async def test_departments_have_dry_runs_too() -> None:
    result = await land_departments("code,name\nVE,Ventas\n", dry_run=True)
    assert list(result.lines()) == [
        "areas.csv: 1 new, 0 changed, 0 unchanged, 0 skipped (dry run: nothing was written)",
        "new: VE",
    ]
    assert await audited() == []
