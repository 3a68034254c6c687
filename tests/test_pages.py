import httpx
import pytest

from tests.cast import PLAIN


@pytest.fixture
async def visitor(address: str):
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as client:
        yield client


async def test_the_page_answers_anybody_with_its_policies(visitor: httpx.AsyncClient):
    answer = await visitor.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/%00", "/app.js%00", "/" + "a" * 7_000, "/nothing", "/..%2f..%2fetc"])
async def test_what_is_no_page_is_not_found_and_never_an_error_of_ours(visitor: httpx.AsyncClient, path: str):
    assert (await visitor.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/api/nope", "/api/nope/deep/x", "/api/schema", "/api"])
async def test_below_api_an_unknown_address_is_a_problem(visitor: httpx.AsyncClient, path: str):
    answer = await visitor.get(path)
    assert answer.status_code == 404
    if path != "/api":
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "not_found"


async def test_the_schema_describes_our_problems_and_both_ways_in(visitor: httpx.AsyncClient):
    schema = (await visitor.get("/api/openapi.json")).json()
    assert schema["components"]["securitySchemes"].keys() == {"token", "session"}
    give = schema["paths"]["/api/kudos"]["post"]
    assert give["responses"].keys() == {"201", "default"}
    assert "application/problem+json" in give["responses"]["default"]["content"]
