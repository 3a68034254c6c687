"""The pages of the month report, opened by HR once everything is counted."""

from playwright.async_api import Page, expect

from recognize.worker import settle
from tests.browser.conftest import Visit
from tests.cast import Cast

MONTH = "/reports/2026-10"


async def visit_report(visit: Visit, cast: Cast, path: str = MONTH, language: str = "es") -> Page:
    await settle()
    page = await visit(cast.hr, path, language=language)
    await expect(page.get_by_role("heading", level=1)).to_be_attached()
    await expect(page.locator(".bones")).to_have_count(0)
    return page
