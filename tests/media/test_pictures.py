"""What is uploaded is looked at before it is decoded, written anew, and seen by whom the item is for."""

import io
import struct
import zlib
from pathlib import Path

import httpx
import pytest
from PIL import Image

from recognize.displays.actions import create_display
from recognize.feed.pictures import purge_pictures
from recognize.lib.database import DB
from recognize.media.actions import folder_of
from tests.cast import Actor, Cast
from tests.media.drawing import picture_file

ORIENTATION, MAKER = 0x0112, 0x010F


async def uploads(who: Actor, content: bytes) -> httpx.Response:
    return await who.http.post("/api/media", content=content)


async def seen(who: Actor, picture: str, size: str = "feed") -> httpx.Response:
    return await who.http.get(f"/api/media/{picture}/{size}.webp")


async def given_with_picture(cast: Cast, **changes: object) -> tuple[str, str]:
    picture = (await uploads(cast.ana, picture_file())).json()["hash"]
    answer = await cast.ana.gives(picture=picture, **changes)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], picture


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_becomes_webp_in_the_sizes_of_feed_and_wall(cast: Cast, form: str):
    answer = await uploads(cast.ana, picture_file((3000, 1500), form))
    assert answer.status_code == 201, answer.text
    assert (answer.json()["width"], answer.json()["height"]) == (1280, 640)
    for size, width in (("feed", 1280), ("wall", 1920)):
        shown = await seen(cast.ana, answer.json()["hash"], size)
        image = Image.open(io.BytesIO(shown.content))
        assert (shown.headers["content-type"], image.format, image.width) == ("image/webp", "WEBP", width)


async def test_what_a_camera_tells_is_gone_and_the_picture_is_upright(cast: Cast):
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "A camera with a serial number"
    content = picture_file((80, 40), "JPEG", exif=exif)
    assert b"serial number" in content
    picture = (await uploads(cast.ana, content)).json()
    assert (picture["width"], picture["height"]) == (40, 80)
    shown = await seen(cast.ana, picture["hash"])
    assert b"serial number" not in shown.content
    assert not Image.open(io.BytesIO(shown.content)).getexif()


def claims(width: int, height: int) -> bytes:
    """A PNG whose header says so, with nothing behind it: whoever decodes it fails otherwise."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    checked = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + checked + struct.pack(">I", 0) + b"IDAT"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (claims(4001, 4000), "picture_too_large"),
        (claims(20_000, 20_000), "picture_too_large"),
        (picture_file((1_001, 100)), "picture_too_narrow"),
        (picture_file() + bytes(10_000_000), "body_too_large"),
        (picture_file((400, 300))[:300], "unreadable_picture"),
        (b"GIF89a" + bytes(40), "unreadable_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unreadable_picture"),
        (b"", "unreadable_picture"),
    ],
    ids=["16.004 megapixels", "a bomb", "a line", "over 10 MB", "cut off", "a GIF", "an SVG", "nothing"],
)
async def test_what_is_too_large_or_no_picture_is_refused(cast: Cast, content: bytes, code: str):
    refused = await uploads(cast.ana, content)
    assert refused.status_code in (413, 422)
    assert refused.json()["code"] == code
    assert await DB.fetch_value("select count(*) from pictures") == 0


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1"])
async def test_every_kind_of_png_is_taken(cast: Cast, mode: str):
    assert (await uploads(cast.ana, picture_file(mode=mode))).status_code == 201


async def test_the_same_picture_of_two_people_is_kept_once(cast: Cast):
    both = [(await uploads(who, picture_file())).json() for who in (cast.ana, cast.bruno)]
    assert both[0] == both[1]
    assert await DB.fetch_value("select count(*) from pictures") == 1


async def test_it_stands_in_the_item_for_everybody_who_sees_the_item(cast: Cast):
    _, picture = await given_with_picture(cast)
    (item,) = (await cast.diego.feed())["items"]
    assert item["picture"] == {"hash": picture, "width": 40, "height": 30}
    assert (await seen(cast.diego, picture)).status_code == 200


async def test_who_may_not_see_the_item_does_not_see_its_picture(cast: Cast, address: str):
    _, picture = await given_with_picture(cast, visibility="private")
    assert [(await seen(who, picture)).status_code for who in (cast.ana, cast.bruno)] == [200, 200]
    assert [(await seen(who, picture)).status_code for who in (cast.carla, cast.diego, cast.admin)] == [404, 404, 404]
    async with httpx.AsyncClient(base_url=address) as visitor:
        assert (await visitor.get(f"/api/media/{picture}/feed.webp")).status_code == 401


async def test_it_is_gone_with_the_kudos_also_from_a_browsers_memory(cast: Cast):
    kudos, picture = await given_with_picture(cast)
    tag = (await seen(cast.diego, picture)).headers["etag"]
    again = await cast.diego.http.get(f"/api/media/{picture}/feed.webp", headers={"If-None-Match": tag})
    assert again.status_code == 304
    await cast.ana.withdraws(kudos)
    again = await cast.diego.http.get(f"/api/media/{picture}/feed.webp", headers={"If-None-Match": tag})
    assert again.status_code == 404


async def test_nobody_attaches_what_they_have_not_uploaded(cast: Cast):
    picture = (await uploads(cast.diego, picture_file())).json()["hash"]
    refused = await cast.ana.gives(picture=picture)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_picture")


async def test_an_internal_wall_shows_it_and_one_where_visitors_pass_never(cast: Cast, address: str):
    await cast.bruno.http.patch("/api/me", json={"preference": "fanfare"})
    _, picture = await given_with_picture(cast)
    await DB.execute("update feed_items set at = at - interval '1 hour'")
    for place, status, shown in (("internal", 200, picture), ("public", 404, None)):
        token = await create_display(f"Sala {place}")
        await DB.execute("update displays set place = $1 where name = $2", place, f"Sala {place}")
        async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}) as wall:
            (item,) = (await wall.get("/api/wall")).json()["items"]
            assert (item["picture"] and item["picture"]["hash"]) == shown
            assert (await wall.get(f"/api/media/{picture}/wall.webp")).status_code == status


@pytest.mark.parametrize("name", ["huge.webp", "feed", "feed.png", "..%2ffeed.webp"])
async def test_there_is_nothing_under_other_names(cast: Cast, name: str):
    _, picture = await given_with_picture(cast)
    assert (await cast.ana.http.get(f"/api/media/{picture}/{name}")).status_code == 404


async def test_what_nobody_attached_within_a_day_is_forgotten(cast: Cast):
    _, kept = await given_with_picture(cast)
    forgotten = (await uploads(cast.ana, picture_file((50, 50)))).json()["hash"]
    fresh = (await uploads(cast.ana, picture_file((60, 60)))).json()["hash"]
    await DB.execute("update pictures set uploaded_at = now() - interval '25 hours' where hash <> $1", fresh)
    await purge_pictures()
    assert [Path(folder_of(each)).exists() for each in (kept, forgotten, fresh)] == [True, False, True]
    assert (await seen(cast.ana, forgotten)).status_code == 404
