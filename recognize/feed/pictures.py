"""The pictures of items: seen by whoever may see an item with it, and by who has uploaded it."""

import asyncio
from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.audience import IN_PUBLIC
from recognize.feed.queries import VISIBLE_TO
from recognize.lib.database import DB
from recognize.media.actions import folder_of, forget
from recognize.media.encoding import SIZES
from recognize.permissions import Caller

# An SQL expression for the kinds of items.
PICTURE_OF = """(select json_build_object('hash', p.hash, 'width', p.width, 'height', p.height)
    from feed_items f join pictures p on p.hash = f.picture where f.id = {id})"""
MAY_SEE = f"""
select exists (select from feed_items f where f.picture = $3 and {VISIBLE_TO})
    or exists (select from picture_uploads where hash = $3 and person_id = $2)
"""
PURGE = """
delete from pictures p where p.uploaded_at < now() - interval '1 day'
  and not exists (select from feed_items f where f.picture = p.hash)
returning hash
"""
UPLOADED_BY = "select exists (select from picture_uploads where hash = $1 and person_id = $2)"


async def has_uploaded(person: UUID, picture: str) -> bool:
    return bool(await DB.fetch_value(UPLOADED_BY, picture, person))


async def shown_to(caller: Caller, picture: str, file: str) -> bytes:
    """WebP. Raises NotFoundError; no picture is shown where visitors pass."""
    size = file.removesuffix(".webp")
    if size not in SIZES or file == size or IN_PUBLIC in caller.topics:
        raise NotFoundError
    if not await DB.fetch_value(MAY_SEE, caller.topics, caller.id, picture):
        raise NotFoundError
    try:
        return await asyncio.to_thread((folder_of(picture) / file).read_bytes)
    except FileNotFoundError as missing:
        raise NotFoundError from missing


async def purge_pictures() -> None:
    """Those that nobody has attached to anything for a day."""
    async with DB.transaction():
        for row in await DB.fetch(PURGE):
            await asyncio.to_thread(forget, row["hash"])
