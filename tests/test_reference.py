import httpx
import pytest

from tests.cast import PLAIN


@pytest.fixture
async def visitor(address: str):
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as client:
        yield client


@pytest.mark.parametrize("path", ["/%00", "/app.js%00", "/" + "a" * 7_000, "/..%2f..%2fetc/passwd", "/assets/%00"])
async def test_an_address_that_is_none_is_never_an_error_of_ours(visitor: httpx.AsyncClient, path: str):
    answer = await visitor.get(path)
    assert answer.status_code in (200, 404)
    assert "root:" not in answer.text


async def test_pages_come_with_their_policies(visitor: httpx.AsyncClient):
    answer = await visitor.get("/")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/api/nope", "/api/nope/deep/x", "/api/schema"])
async def test_below_api_an_unknown_address_is_a_problem(visitor: httpx.AsyncClient, path: str):
    answer = await visitor.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


async def test_the_schema_describes_our_problems_and_both_ways_in(visitor: httpx.AsyncClient):
    schema = (await visitor.get("/api/openapi.json")).json()
    assert schema["components"]["securitySchemes"].keys() == {"token", "session"}
    give = schema["paths"]["/api/kudos"]["post"]
    assert give["responses"].keys() == {"201", "default"}
    assert "application/problem+json" in give["responses"]["default"]["content"]
