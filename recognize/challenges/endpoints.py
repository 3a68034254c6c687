from typing import Any

from litestar import Request, Router, get, patch
from litestar.params import FromPath, JSONBody

from recognize.challenges.actions import choose_challenge
from recognize.challenges.errors import UnknownChallengeError
from recognize.challenges.queries import challenge_page
from recognize.challenges.schemas import ChallengeChange, ChallengePage
from recognize.lib.text import unusable
from recognize.permissions import principal_of, requires


@get("/", guards=[requires("challenges.read")])
async def read_challenges(request: Request[Any, Any, Any]) -> ChallengePage:
    """This month's, with the reader's own progress and that of their area."""
    principal = principal_of(request)
    return await challenge_page(principal.person_id, with_all=principal.may("challenges.manage"))


@patch("/{code:str}", guards=[requires("challenges.manage")], status_code=204)
async def change_challenge(code: FromPath[str], data: JSONBody[ChallengeChange]) -> None:
    if unusable(code):
        raise UnknownChallengeError
    await choose_challenge(code, runs=data.runs)


router = Router("/challenges", route_handlers=[read_challenges, change_challenge], tags=["challenges"])
