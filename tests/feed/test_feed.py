import pytest

from recognize.lib.database import DB
from tests.cast import Cast


async def given(cast: Cast, count: int) -> list[str]:
    return [(await cast.ana.gives(message=f"Thank you, number {number}.")).json()["id"] for number in range(count)]


def ids(page: dict) -> list[str]:
    return [item["id"] for item in page["items"]]


async def test_pages_show_each_item_once_newest_first(cast: Cast):
    kudos = await given(cast, 7)
    seen, before = [], None
    while True:
        page = await cast.diego.feed(limit=3, **({"before": before} if before else {}))
        seen += ids(page)
        before = page["next"]
        if before is None:
            break
    assert seen == kudos[::-1]


async def test_a_page_that_is_just_full_has_no_next(cast: Cast):
    await given(cast, 3)
    assert (await cast.diego.feed(limit=3))["next"] is None


async def test_items_of_one_moment_are_neither_lost_nor_doubled_between_pages(cast: Cast):
    kudos = await given(cast, 5)
    await DB.execute("update feed_items set at = '2026-01-01T00:00:00Z'")
    first = await cast.diego.feed(limit=2)
    second = await cast.diego.feed(limit=2, before=first["next"])
    third = await cast.diego.feed(limit=2, before=second["next"])
    assert sorted(ids(first) + ids(second) + ids(third)) == sorted(kudos)


async def test_what_arrives_while_paging_does_not_shift_the_pages(cast: Cast):
    kudos = await given(cast, 4)
    first = await cast.diego.feed(limit=2)
    await given(cast, 2)
    second = await cast.diego.feed(limit=2, before=first["next"])
    assert ids(first) + ids(second) == kudos[::-1]


async def test_filters_by_behaviour_stage_department_and_person(cast: Cast):
    one = (await cast.ana.gives(recipients=["bruno"], behaviours=["courtesy"])).json()["id"]
    two = (await cast.carla.gives(recipients=["diego"], behaviours=["ownership", "closing-the-service"])).json()["id"]
    assert ids(await cast.hr.feed(behaviour="courtesy")) == [one]
    assert ids(await cast.hr.feed(stage="closing")) == [two]
    assert ids(await cast.hr.feed(stage="every-moment")) == [one]
    assert ids(await cast.hr.feed(department="AL")) == [two]
    assert ids(await cast.hr.feed(department="VE")) == [two, one]
    assert ids(await cast.hr.feed(department="DG")) == [two, one], "an area's filter shows what is below it"
    assert ids(await cast.hr.feed(person="diego")) == [two]
    assert ids(await cast.hr.feed(person=str(cast.ana.id))) == [one]
    assert ids(await cast.hr.feed(person="diego", behaviour="courtesy")) == []
    assert ids(await cast.hr.feed(kind="kudos")) == [two, one]
    for nothing in ({"behaviour": "none"}, {"department": "none"}, {"person": "none"}, {"kind": "win"}):
        assert ids(await cast.hr.feed(**nothing)) == []


@pytest.mark.parametrize("search", ["camion", "CAMIÓN", "señal  camión", "100%", "camió"])
async def test_search_finds_without_accents_and_takes_wildcards_literally(cast: Cast, search: str):
    found = (await cast.ana.gives(message="Diste la señal y el camión salió al 100% cargado.")).json()["id"]
    await cast.ana.gives(message="Otra cosa, con 1000 palabras de sobra.")
    assert ids(await cast.diego.feed(search=search)) == [found]


async def test_search_keeps_ñ_apart_from_n(cast: Cast):
    await cast.ana.gives(message="Un año entero de ayuda constante.")
    assert ids(await cast.diego.feed(search="ano")) == []


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=101", "limit=x", "before=nonsense", "before=" + "A" * 400, "search=%00", "search=a+b+c+d+e+f+g+h+i",
     "person=%00", "department=%00", "kind=%00", "behaviour=%00"],
)  # fmt: skip
async def test_nonsense_is_refused_and_never_an_error_of_ours(cast: Cast, query: str):
    answer = await cast.diego.http.get(f"/api/feed?{query}")
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in ("invalid_input", "invalid_cursor", "invalid_search")


async def test_position_and_epoch_are_those_of_the_log(cast: Cast):
    before = await cast.diego.feed()
    await given(cast, 2)
    async with cast.diego.listens(epoch=before["epoch"], after=before["position"]) as ear:
        await ear.event()
        last = await ear.event()
    after = await cast.diego.feed()
    assert after["epoch"] == before["epoch"]
    assert after["position"] >= last["position"]  # readers write events of their own meanwhile
