"""Rings: outer folders import inner ones, never back and never sideways. Only app, cli and worker see all."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "recognize"
RINGS = (
    ("lib", "settings", "errors", "services", "permissions"),
    ("log",),
    ("organisation", "media"),
    ("people", "behaviours"),
    ("identity", "points", "feed"),
    ("kudos",),
    ("tallies",),
    ("badges", "challenges", "progress", "wins", "celebrations", "nominations"),
    ("live", "displays", "boards", "reports", "notifications", "integrations", "erasure"),
)
RING_OF = {name: number for number, ring in enumerate(RINGS) for name in ring}
# The composition root and its parts: they put the folders together and no folder imports them.
COMPOSITION = {
    "app", "cli", "worker", "serving", "web_process", "local", "migrate", "doctor", "demo", "problems", "health", "reference", "pages",
    "watch", "backup", "tables", "__main__", "piccolo_app", "piccolo_conf", "migrations",
}  # fmt: skip
# Inside ring 0 the order is its own: lib and errors know nothing of the others.
WITHIN_RING_0 = {("lib", "errors"), ("permissions", "errors"), ("settings", "lib"), ("lib", "settings")}
FILES = sorted(PACKAGE.rglob("*.py"))
MAX_FUNCTION_LINES = 40
MAX_FILE_LINES = 300


def folder_of(file: Path) -> str:
    part = file.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def imported_folders(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        modules = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            modules = [f"{node.module}.{alias.name}" for alias in node.names] + [node.module]
        elif isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        found |= {module.split(".")[1] for module in modules if module.startswith("recognize.")}
    return found & (RING_OF.keys() | COMPOSITION)


def may_import(importer: str, imported: str) -> bool:
    if importer == imported or importer in COMPOSITION or importer == "__init__":
        return True
    if imported in COMPOSITION:
        return False
    if RING_OF[importer] == RING_OF[imported] == 0:
        return (importer, imported) in WITHIN_RING_0
    return RING_OF[imported] < RING_OF[importer]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_inward_only(file: Path):
    importer = folder_of(file)
    assert importer in RING_OF.keys() | COMPOSITION | {"__init__"}, f"{importer} has no ring"
    outward = {name for name in imported_folders(file) if not may_import(importer, name)}
    assert not outward, f"{importer} must not import {', '.join(sorted(outward))}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(file: Path):
    text = file.read_text()
    if folder_of(file) != "migrations":
        assert len(text.splitlines()) <= MAX_FILE_LINES
    long = [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert not long


def test_the_watch_is_a_client_and_knows_nothing_of_the_server():
    assert not set().union(*map(imported_folders, PACKAGE.joinpath("watch").glob("*.py"))) - {"watch"}


def test_only_actions_readers_and_the_log_write():
    """Facts are written by actions, what is derived by readers: a SELECT module does not change rows."""
    writes = ("insert into", "update ", "delete from")
    for file in PACKAGE.rglob("queries.py"):
        for line in file.read_text().lower().splitlines():
            statement = line.strip().removeprefix('"').lstrip()
            if file.parts[-2:] == ("points", "queries.py") and statement.startswith("insert into allowances"):
                continue  # locking an allowance makes the month's row where it is missing
            assert not statement.startswith(writes), f"{file.relative_to(PACKAGE)}: {line}"
