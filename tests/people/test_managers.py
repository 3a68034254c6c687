"""A manager is somebody of the file or of the database, not oneself, and nobody reports to their own report."""

from .support import handles, land, person, refused

STAFF = "handle,manager\ncarla,\nana,carla\nbruno,ana\ndiego,\n"


async def test_managers_may_come_after_their_people() -> None:
    await land("handle,manager\nana,bruno\nbruno,carla\ncarla,\n")
    assert (await person("ana")).manager == "bruno"


async def test_an_unknown_manager_is_a_bad_line() -> None:
    assert await refused("handle,manager\nana,nobody\ncarla,\n") == {2: "manager: 'nobody' is not known"}


async def test_nobody_manages_themselves() -> None:
    assert await refused("handle,manager\nana,Ana\n") == {2: "manager: goes in a circle: ana → ana"}


async def test_a_circle_in_the_file_is_named_on_each_of_its_lines() -> None:
    bad = await refused("handle,manager\nana,bruno\ndiego,ana\nbruno,ana\n")
    circle = "manager: goes in a circle: ana → bruno → ana"
    assert bad == {2: circle, 4: circle}


async def test_a_circle_may_run_through_the_database() -> None:
    await land(STAFF)
    bad = await refused("handle,manager\ndiego,\ncarla,bruno\n")
    assert bad == {3: "manager: goes in a circle: ana → carla → bruno → ana"}


async def test_what_counts_is_how_things_stand_after_the_file() -> None:
    await land(STAFF)
    await land("handle,manager\ncarla,bruno\nana,\n")
    assert [(await person(who)).manager for who in ("carla", "bruno", "ana")] == ["bruno", "ana", None]


async def test_a_file_without_managers_closes_no_circle() -> None:
    await land(STAFF)
    await land("handle,name\ncarla,Carla\n")


async def test_a_long_circle_is_named_in_short() -> None:
    ring = "".join(f"p{n:03},p{(n + 1) % 500:03}\n" for n in range(500))
    bad = await refused(f"handle,manager\n{ring}")
    assert len(bad) == 500
    assert len(bad[2]) < 200


async def test_only_causes_are_complained_about() -> None:
    bad = await refused("handle,manager,email\ncarla,,no address\nana,carla,\nbruno,ana,\n")
    assert bad.keys() == {2}


async def test_skipping_a_line_takes_those_who_hang_on_it() -> None:
    result = await land(
        """\
        handle,manager,email
        diego,,
        carla,,no address
        ana,carla,
        bruno,ana,
        """,
        skip_bad=True,
    )
    assert await handles() == ["diego"]
    assert {line.number: line.reason for line in result.bad_lines} == {
        3: "email: 'no address' is not a mail address",
        4: "manager: 'carla' is only on a bad line",
        5: "manager: 'ana' is only on a bad line",
    }


async def test_skipping_a_line_of_somebody_known_leaves_them_as_they_are() -> None:
    await land("handle,name\ncarla,Carla\n")
    result = await land("handle,manager,email\ncarla,,no address\nana,carla,\n", skip_bad=True)
    assert [line.number for line in result.bad_lines] == [2]
    assert ((await person("ana")).manager, (await person("carla")).email) == ("carla", None)


async def test_skipping_a_line_may_close_a_circle_through_the_database() -> None:
    await land("handle,manager\nana,bruno\nbruno,\ncarla,\n")
    result = await land("handle,manager,email\nana,carla,no address\nbruno,ana,\n", skip_bad=True)
    assert [line.number for line in result.bad_lines] == [2, 3]
    assert result.bad_lines[1].reason == "manager: goes in a circle: ana → bruno → ana"
    assert [(await person(who)).manager for who in ("ana", "bruno")] == ["bruno", None]


async def test_skipping_a_line_leaves_its_person_the_address_that_another_line_wants() -> None:
    await land("handle,email\nana,one@example.org\nbruno,two@example.org\ncarla,three@example.org\n")
    text = """\
        handle,email,hired_on
        ana,two@example.org,
        bruno,three@example.org,
        carla,four@example.org,soon
    """
    result = await land(text, skip_bad=True)
    assert [line.reason for line in result.bad_lines] == [
        "email: two@example.org belongs to bruno",
        "email: three@example.org belongs to carla",
        "hired_on: 'soon' is not a date YYYY-MM-DD",
    ]


async def test_a_department_only_on_a_bad_line_is_not_added() -> None:
    result = await land("handle,department,email\nana,ventas,no address\nbruno,almacén,\n", skip_bad=True)
    assert result.departments == ["almacén"]


async def test_a_file_of_bad_lines_only_lands_empty() -> None:
    result = await land("handle,email\nana,no\n", skip_bad=True)
    assert (result.added, len(result.bad_lines)) == ([], 1)
