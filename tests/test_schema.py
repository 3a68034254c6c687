"""The Piccolo tables say what the database has."""

import asyncio

import asyncpg
import pytest
from piccolo.table import Table

from recognize.lib.database import DB, connection_options
from recognize.settings import settings
from recognize.tables import TABLES

COLUMNS = """
select column_name, data_type, is_nullable = 'YES' as nullable from information_schema.columns where table_name = $1
"""
TYPES = {"TEXT": "text", "UUID": "uuid", "JSONB": "jsonb", "BOOLEAN": "boolean", "INTEGER": "integer", "DATE": "date",
         "SMALLINT": "smallint", "TIMESTAMPTZ": "timestamp with time zone"}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table._meta.tablename)
async def test_a_table_has_the_columns_of_the_database(table: type[Table]):
    rows = await DB.fetch(COLUMNS, table._meta.tablename)
    actual = {row["column_name"]: (row["data_type"], row["nullable"]) for row in rows}
    declared = {
        column._meta.name: (
            TYPES[column.column_type.upper().replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")],
            column._meta.null,
        )
        for column in table._meta.columns
    }
    assert declared == actual


async def test_two_processes_that_start_at_once_migrate_once():
    base, _, _ = settings().database_url.rpartition("/")
    name = f"{settings().database_url.rpartition('/')[2]}_twice"
    admin = await asyncpg.connect(**connection_options(f"{base}/postgres"))
    try:
        await admin.execute(f'create database "{name}"')
        environment = {"RECOGNIZE_DATABASE_URL": f"{base}/{name}"}
        codes = await asyncio.gather(*(migrated_by_a_process(environment) for _ in range(3)))
        assert codes == [0, 0, 0]
        check = await asyncpg.connect(**connection_options(f"{base}/{name}"))
        assert await check.fetchval("select count(*) from log_head") == 1
        assert await check.fetchval("select count(*) from behaviours") == 18
        await check.close()
    finally:
        await admin.execute(f'drop database if exists "{name}"')
        await admin.close()


async def migrated_by_a_process(environment: dict[str, str]) -> int:
    import os
    import sys

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recognize", "migrate", env=os.environ | environment, stderr=asyncio.subprocess.PIPE
    )
    await process.communicate()
    return process.returncode or 0
