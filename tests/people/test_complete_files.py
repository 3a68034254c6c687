"""A complete file is everybody: who is absent has left, but never by a slip of a fifth of the people."""

import pytest

from recognize.people.errors import TooManyLeaversError

from .support import EVER, audited, handles, history, land, person, recorded

STAFF = "handle,department\n" + "".join(f"{who},ventas\n" for who in ("ana", "bruno", "carla", "diego", "hr"))
WITHOUT_DIEGO = STAFF.replace("diego,ventas\n", "")
WITHOUT_TWO = WITHOUT_DIEGO.replace("bruno,ventas\n", "")


async def test_who_is_absent_has_left_today() -> None:
    await land(STAFF)
    result = await land(WITHOUT_DIEGO, complete=True)
    assert (result.left, result.changed, result.unchanged) == (["diego"], [], 4)
    assert ((await person("diego")).status, (await person("diego")).department) == ("left", "ventas")
    assert await history("status", "diego") == [(EVER, "active"), ("today", "left")]
    assert [(kind, who, fields) for kind, who, _, fields in await recorded()] == [
        ("person.changed", "diego", ["status"])
    ]


async def test_without_complete_nobody_leaves() -> None:
    await land(STAFF)
    result = await land("handle\nana\n")
    assert (result.left, (await person("diego")).status) == ([], "active")


async def test_more_than_a_fifth_is_refused_with_the_numbers() -> None:
    await land(STAFF)
    with pytest.raises(TooManyLeaversError, match="2 of 5 people, more than 20 %"):
        await land(WITHOUT_TWO, complete=True)
    assert (await person("diego")).status == "active"
    assert len(await audited()) == 1


async def test_a_dry_run_is_refused_as_the_import_would_be() -> None:
    await land(STAFF)
    with pytest.raises(TooManyLeaversError):
        await land(WITHOUT_TWO, complete=True, dry_run=True)
    result = await land(WITHOUT_TWO, complete=True, dry_run=True, force=True)
    assert result.left == ["bruno", "diego"]


async def test_force_is_for_when_it_is_right() -> None:
    await land(STAFF)
    result = await land("handle\nana\n", complete=True, force=True)
    assert result.left == ["bruno", "carla", "diego", "hr"]


async def test_who_has_left_before_counts_neither_way() -> None:
    await land(STAFF)
    await land("handle,status\ncarla,left\nhr,left\n")
    with pytest.raises(TooManyLeaversError, match="1 of 3 people"):
        await land("handle\nana\nbruno\n", complete=True)


async def test_a_person_on_leave_who_is_absent_has_left() -> None:
    await land(STAFF)
    await land("handle,status\ndiego,on_leave\n")
    await land(WITHOUT_DIEGO, complete=True)
    assert (await person("diego")).status == "left"


async def test_who_had_left_and_is_named_again_is_back_as_the_same_person() -> None:
    await land(STAFF)
    diego = (await person("diego")).id
    await land(WITHOUT_DIEGO, complete=True)
    result = await land(STAFF, complete=True)
    assert [str(change) for change in result.changed] == ["diego: status left → active"]
    assert ((await person("diego")).id, len(await handles())) == (diego, 5)
    assert await history("status", "diego") == [(EVER, "active")]


async def test_a_status_in_the_file_has_the_last_word() -> None:
    await land(STAFF)
    await land("handle,status\nana,\nbruno,\ncarla,\ndiego,left\nhr,\n", complete=True)
    await land("handle,status\nana,\nbruno,\ncarla,\ndiego,left\nhr,\n", complete=True)
    assert (await person("diego")).status == "left"


@pytest.mark.parametrize(
    "bad_line",
    [
        "diego,no address",
        "DIEGO,,one too many",
        "diego",
        "diego,\x00",
        "diego,caf\udce9@example.org",
        '"diego,x" y',
        '"diego,swallowed',
    ],
)
async def test_who_is_on_a_skipped_line_has_not_left(bad_line: str) -> None:
    await land(STAFF)
    result = await land(f"handle,email\nana,\nbruno,\ncarla,\nhr,\n{bad_line}\n", complete=True, skip_bad=True)
    assert (result.left, len(result.bad_lines)) == ([], 1)
    assert (await person("diego")).status == "active"


async def test_a_name_in_the_wrong_encoding_is_known_all_the_same() -> None:
    await land("handle\nana\nbruno\ncarla\nhr\njosé\n")
    result = await land("handle\nana\nbruno\ncarla\nhr\nJos\udce9\n", complete=True, skip_bad=True)
    assert (result.left, len(result.bad_lines)) == ([], 1)


async def test_an_empty_file_is_a_mistake() -> None:
    await land(STAFF)
    with pytest.raises(TooManyLeaversError, match="5 of 5"):
        await land("handle\n", complete=True)
