"""Rate limits, counted in Redis over fixed windows. Where Redis does not answer, nobody is kept out."""

from redis.asyncio import Redis

from recognize.errors import TooManyRequestsError
from recognize.lib.redis import QuickRedis
from recognize.lib.text import fold
from recognize.settings import settings

MINUTE_SECONDS = 60
SIGN_IN_WINDOW_SECONDS = 15 * 60
SIGN_INS_BY_LOGIN_AND_ADDRESS = 10
SIGN_INS_BY_LOGIN = 100
SIGN_INS_BY_ADDRESS = 300  # one address may be a whole office
PAIRING_CODES_BY_PERSON = 30
# A whole house is behind one address, its visitors too: whoever uses these up stops nobody for longer than a minute.
PAIRINGS_BY_ADDRESS = 60
WRONG_DISPLAY_TOKENS_BY_ADDRESS = 60

_KEY = "recognize:limit:"


async def check_requests(redis: QuickRedis, person: object) -> None:
    """Raises TooManyRequestsError after `requests_per_minute` of this person."""
    if limit := settings().requests_per_minute:
        await _count(redis, f"requests:{person}", limit, MINUTE_SECONDS)


async def check_sign_in(redis: QuickRedis, login: str, address: str) -> None:
    """Counts an attempt before the password is looked at; raises TooManyRequestsError."""
    if not settings().requests_per_minute:
        return
    name = fold(login)[:100]
    await _count(redis, f"sign-in:{name}:{address}", SIGN_INS_BY_LOGIN_AND_ADDRESS, SIGN_IN_WINDOW_SECONDS)
    await _count(redis, f"sign-in:{name}", SIGN_INS_BY_LOGIN, SIGN_IN_WINDOW_SECONDS)
    await _count(redis, f"sign-in:@{address}", SIGN_INS_BY_ADDRESS, SIGN_IN_WINDOW_SECONDS)


async def forgive_sign_in(redis: QuickRedis, login: str, address: str) -> None:
    """After the right password: what this person mistyped before does not count any more."""
    name = fold(login)[:100]
    keys = [f"{_KEY}sign-in:{what}" for what in (f"{name}:{address}", name)]
    await redis.attempt(lambda client: client.delete(*keys))


async def count_wrong_display_token(redis: QuickRedis, address: str) -> None:
    """Raises TooManyRequestsError. The right one is never refused: nobody guesses 256 bits, however often they may try."""
    if settings().requests_per_minute:
        await _count(redis, f"display:@{address}", WRONG_DISPLAY_TOKENS_BY_ADDRESS, MINUTE_SECONDS)


async def check_pairing(redis: QuickRedis, address: str) -> None:
    """Counts a pairing that is begun; raises TooManyRequestsError. A screen that waits begins six an hour, and an address
    has at most 600 codes at a time among 25 600 million: `check_pairing_code` is what stops the guessing."""
    if settings().requests_per_minute:
        await _count(redis, f"pairing:@{address}", PAIRINGS_BY_ADDRESS, MINUTE_SECONDS)


async def check_pairing_code(redis: QuickRedis, person: object) -> None:
    """Counts a code that somebody types, before it is looked at; raises TooManyRequestsError."""
    if settings().requests_per_minute:
        await _count(redis, f"pairing-code:{person}", PAIRING_CODES_BY_PERSON, SIGN_IN_WINDOW_SECONDS)


async def forgive_pairing_code(redis: QuickRedis, person: object) -> None:
    """After a right one: who connects a house full of screens guesses nothing."""
    await redis.attempt(lambda client: client.delete(f"{_KEY}pairing-code:{person}"))


async def _count(redis: QuickRedis, what: str, limit: int, window_seconds: int) -> None:
    async def count(client: Redis) -> list[int]:
        async with client.pipeline(transaction=False) as pipeline:
            pipeline.incr(_KEY + what)
            pipeline.expire(_KEY + what, window_seconds, nx=True)
            pipeline.ttl(_KEY + what)
            answers: list[int] = await pipeline.execute()
            return answers

    answers = await redis.attempt(count)
    if answers and answers[0] > limit:
        raise TooManyRequestsError(retry_after_seconds=max(answers[2], 1))
