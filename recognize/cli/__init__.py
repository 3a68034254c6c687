"""The `recognize` command."""

from recognize.cli import backups, displays, imports, people, reports, server
from recognize.cli.ground import cli, main

__all__ = ["backups", "cli", "displays", "imports", "main", "people", "reports", "server"]
