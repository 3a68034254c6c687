"""What people write is HTML, too: rendered once, with mentions that lead to people."""

from recognize.lib.database import DB
from recognize.migrations.m0076_texts_as_html import BATCH_ROWS, render_all
from recognize.people.actions import change_handle, create_person
from recognize.worker import settle
from tests.cast import Actor, Cast
from tests.wins.sharing import shares


def mention(actor: Actor, written: str) -> str:
    return f'<a class="mention" href="/people/{actor.id}" rel="noopener nofollow">{written}</a>'


async def test_an_item_has_its_text_as_html_beside_the_source(cast: Cast):
    given = (await cast.ana.gives(message="**Thank you**, @Bruno & @nobody!\n<script>")).json()
    assert given["message"] == "**Thank you**, @Bruno & @nobody!\n<script>"
    thanks = f"<strong>Thank you</strong>, {mention(cast.bruno, '@Bruno')} &amp; @nobody!"
    assert given["message_html"] == f'<p dir="auto">{thanks}<br>\n&lt;script&gt;</p>'
    (item,) = (await cast.diego.feed())["items"]
    assert item["message_html"] == given["message_html"]


async def test_an_edited_text_is_rendered_anew(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await cast.ana.http.patch(f"/api/kudos/{kudos}", json={"message": "Now with @carla in it."})
    (item,) = (await cast.diego.feed())["items"]
    assert item["message_html"] == f'<p dir="auto">Now with {mention(cast.carla, "@carla")} in it.</p>'


async def test_a_comment_has_its_html(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    answer = await cast.diego.http.post(f"/api/kudos/{kudos}/comments", json={"text": "*Indeed*, @ana"})
    assert answer.json()["text_html"] == f'<p dir="auto"><em>Indeed</em>, {mention(cast.ana, "@ana")}</p>'
    (comment,) = (await cast.ana.http.get(f"/api/kudos/{kudos}/comments")).json()["comments"]
    assert comment["text_html"] == answer.json()["text_html"]


async def test_a_mention_leads_to_the_person_whoever_has_the_handle_later(cast: Cast):
    given = (await cast.ana.gives(message="Thank you for the forms, @bruno.")).json()
    await change_handle(cast.bruno.id, "bruno.lopez")
    await create_person("bruno", "Bruno Otero")
    (item,) = (await cast.diego.feed())["items"]
    assert item["message_html"] == given["message_html"]
    led = await cast.diego.http.get(f"/api/people/{cast.bruno.id}")
    assert led.json()["handle"] == "bruno.lopez"


async def test_a_private_one_that_is_hidden_shows_no_words_in_either_form(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private", message="Only for you, Bruno.")).json()["id"]
    await cast.admin.http.post(f"/api/kudos/{kudos}/hiding", json={"reason": "not kind"})
    (hidden,) = (await cast.admin.http.get("/api/kudos/hidden")).json()["items"]
    assert (hidden["message"], hidden["message_html"]) == (None, None)


async def test_a_story_has_its_html_and_a_mention_in_it_tells(cast: Cast):
    win = (await shares(cast.ana, story="- **Half** the time\n- thanks to @diego")).json()
    assert win["story_html"] == (
        f'<ul dir="auto">\n<li><strong>Half</strong> the time</li>\n<li>thanks to {mention(cast.diego, "@diego")}</li>\n</ul>'
    )
    await cast.ana.http.patch(f"/api/wins/{win['id']}", json={"story": "Thanks to @diego and to @hr, too."})
    (item,) = (await cast.hr.feed())["items"]
    assert mention(cast.hr, "@hr") in item["story_html"]
    await settle()
    told = await DB.fetch(
        "select payload -> 'mentions' ->> 0 as first from log where kind like 'win.%' order by position"
    )
    assert [row["first"] for row in told] == [str(cast.diego.id), str(cast.hr.id)]
    inbox = (await cast.hr.http.get("/api/me/notifications")).json()
    assert [(each["kind"], each["item_kind"]) for each in inbox["items"]] == [("mention", "win")]


async def test_the_upgrade_renders_whatever_there_is(cast: Cast):
    await DB.execute(
        """
        insert into kudos (id, giver_id, message, message_html, visibility)
        select gen_random_uuid(), $1, '*Thank you* number ' || n || ', @bruno', '', 'public' from generate_series(1, $2) n
        """,
        cast.ana.id,
        BATCH_ROWS + 1,
    )
    await render_all("kudos", "message", {"bruno": cast.bruno.id})
    rows = await DB.fetch("select message, message_html from kudos")
    numbers = [row["message"].partition("number ")[2].partition(",")[0] for row in rows]
    assert [row["message_html"] for row in rows] == [
        f'<p dir="auto"><em>Thank you</em> number {number}, {mention(cast.bruno, "@bruno")}</p>' for number in numbers
    ]
