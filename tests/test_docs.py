"""The docs name everything that the code offers."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from recognize.cli import cli
from recognize.permissions import PERMISSIONS
from recognize.settings import PREFIX, Settings

PROJECT = Path(__file__).parents[1]
DOCS = "\n".join(file.read_text() for file in [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))])
CODE = {file: file.read_text() for file in (PROJECT / "recognize").rglob("*.py")}


@pytest.mark.parametrize("name", [PREFIX + field.name.upper() for field in fields(Settings)])
def test_every_setting_is_documented(name: str):
    assert f"`{name}`" in DOCS


def commands(group: click.Group, above: str = "recognize") -> list[str]:
    names = []
    for name, command in group.commands.items():
        names += commands(command, f"{above} {name}") if isinstance(command, click.Group) else [f"{above} {name}"]
    return names


@pytest.mark.parametrize("name", commands(cli))
def test_every_command_is_documented(name: str):
    assert name in DOCS


@pytest.mark.parametrize("name", commands(cli))
def test_every_command_helps_with_an_example(name: str):
    command: click.Command = cli
    for part in name.split()[1:]:
        assert isinstance(command, click.Group)
        command = command.commands[part]
    assert f"Example: {name}" in (command.help or "")


def event_kinds() -> set[str]:
    return set(re.findall(r'"((?:kudos|person|item|display|team|department)\.[a-z_]+)"', "\n".join(CODE.values())))


def test_every_event_kind_is_documented():
    audit_actions = {"person.created", "department.created", "team.created", "people.imported", "kudos.imported"}
    audit_actions |= {"display.created", "display.revoked", "display.paired"}
    kinds = {kind for kind in event_kinds() - audit_actions - PERMISSIONS.keys() if not kind.endswith(".toml")}
    missing = {kind for kind in kinds if f"`{kind}`" not in DOCS}
    assert not missing


def test_every_endpoint_group_is_documented():
    from recognize.app import create

    groups = {"/".join(route.path.split("/")[:3]) for route in create().routes if route.path.startswith("/api/")}
    assert not {group for group in groups if group not in DOCS and "{" not in group}


def test_every_link_between_documents_leads_somewhere():
    for file in [PROJECT / "README.md", *(PROJECT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"
