from tests.cast import Cast


async def test_a_kudos_appears_in_the_feed_as_the_item_that_was_answered(cast: Cast):
    answer = await cast.ana.gives(points=10)
    assert answer.status_code == 201, answer.text
    page = await cast.diego.feed()
    item = answer.json()
    mine = item.pop("mine")
    assert page["items"] == [item]
    assert mine == {"points": 10, "may_withdraw": True}
    assert page["mine"] == {}
