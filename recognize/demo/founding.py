"""Writes a drawn company with the actions that administrators use. The caller's transaction makes it whole."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from recognize.demo.company import Company
from recognize.demo.material import Member
from recognize.identity.actions import grant_role, set_password
from recognize.lib.database import DB
from recognize.organisation.actions import DEFAULT_NAME, change_organisation
from recognize.organisation.queries import organisation
from recognize.organisation.schemas import OrganisationChange
from recognize.people.actions import choose_settings, create_team
from recognize.people.imports import import_departments_text, import_people_text
from recognize.people.schemas import OwnSettings
from recognize.settings import Settings

PASSWORD = "almarena-demo"  # printed on the terminal; a demo keeps no secrets

IDS = "select handle, id from people"


async def found_company(company: Company) -> None:
    await _name_organisation(company)
    await import_departments_text(_csv(_area_rows(company)), company.name)
    await import_people_text(_csv(_person_row(company, each) for each in company.members), company.name)
    await _choose_preferences(company)
    for team in company.file.teams:
        await create_team(team.code, team.name, company.teams[team.code])
    for each in company.file.characters:
        await _open_door(each)


async def _name_organisation(company: Company) -> None:
    """Only where nobody has decided otherwise."""
    now, wanted = await organisation(), company.file.company
    if now.name == DEFAULT_NAME:
        await change_organisation(OrganisationChange(name=company.name))
    if now.time_zone == Settings().time_zone:
        await change_organisation(OrganisationChange(time_zone=wanted.time_zone))


def _area_rows(company: Company) -> Iterable[Mapping[str, Any]]:
    for area in company.file.areas:
        yield {"code": area.code, "name": area.name, "parent": area.parent, "front_line": area.front_line}


def _person_row(company: Company, member: Member) -> Mapping[str, Any]:
    file, dates = company.file, company.dates[member.handle]
    return {
        "handle": member.handle,
        "name": member.name,
        "preferred_name": member.preferred_name,
        "email": f"{member.handle}@{file.company.mail_domain}" if member.mail else None,
        "department": member.department,
        "site": file.places[member.site],
        "manager": company.managers.get(member.handle),
        "job_title": member.job_title,
        "shift": file.places[member.shift],
        "kind": member.kind,
        "status": "on_leave" if member.on_leave else "active",
        "locale": member.locale,
        **dates._asdict(),
    }


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    lines = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(lines[0]))
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


async def _choose_preferences(company: Company) -> None:
    ids = {row["handle"]: row["id"] for row in await DB.fetch(IDS)}
    for member in company.members:
        if member.preference:
            chosen = OwnSettings(preference=member.preference, on_boards=member.preference != "quiet")
            await choose_settings(ids[member.handle], chosen)


async def _open_door(member: Member) -> None:
    for role in member.roles:
        await grant_role(member.handle, role)
    if member.demo_login:
        await set_password(member.handle, PASSWORD)
