"""What a closed month said it says for ever, whatever happens to what it counted."""

import json
from typing import Any
from uuid import UUID

import pytest

from recognize.kudos import editing
from recognize.kudos.moderation import hide
from recognize.kudos.queries import locked
from tests.cast import Cast
from tests.erasure.test_erasing import erases
from tests.kudos.test_edit import edits
from tests.reports.closing import (
    adjustments,
    bring_october,
    bytes_of,
    closed,
    frozen_and_adjusted,
    recounted,
    state,
)
from tests.test_doctor import WELL, complaints


async def stays(cast: Cast, frozen: bytes, adjusted_for: list[str]) -> None:
    """Byte for byte, while it and an adjustment for each of these are together what the facts of now say."""
    assert await bytes_of(cast.hr) == frozen
    told = await state(cast.hr)
    assert told["checksum"] == json.loads(frozen)["checksum"]
    assert [each["causes"][0]["kind"] for each in told["adjustments"]] == adjusted_for
    assert await frozen_and_adjusted(cast.hr) == await recounted()
    assert await complaints() == WELL


async def still_editable(kudos: UUID) -> dict[str, Any]:
    row = await locked(kudos)
    assert row is not None
    return dict(row) | {"may_edit": True}


async def test_edited_withdrawn_erased_and_hidden_it_keeps_its_bytes_and_is_adjusted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    """The last day's texts may change for hours after the month was closed."""
    monkeypatch.setattr(editing, "locked", still_editable)
    thanks, answer, private = await bring_october(cast)
    await closed()
    frozen = await bytes_of(cast.hr)
    await stays(cast, frozen, [])

    assert (await edits(cast.ana, str(thanks), "Thank you for every single form.")).status_code == 200
    await stays(cast, frozen, [])

    assert (await cast.ana.withdraws(str(thanks))).status_code == 204
    await stays(cast, frozen, ["kudos.withdrawn"])

    assert (await erases(cast.hr, "bruno")).status_code == 200
    await stays(cast, frozen, ["kudos.withdrawn"])

    assert (await cast.diego.withdraws(str(private))).status_code == 204
    await stays(cast, frozen, ["kudos.withdrawn", "kudos.withdrawn"])

    await hide(answer, "not kind")
    await stays(cast, frozen, ["kudos.withdrawn", "kudos.withdrawn", "kudos.hidden"])
    dated = [(each["at"], each["position"]) for each in await adjustments(cast.hr)]
    assert dated == sorted(dated)
    causes = {cause["id"] for each in await adjustments(cast.hr) for cause in each["causes"]}
    assert causes >= {str(each) for each in (thanks, answer, private)}
