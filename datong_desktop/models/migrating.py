"""Bringing a ledger file to today's tables, in the transaction of the caller. Alembic loads only when it is needed."""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import Connection

from datong_desktop.domain.problem import refuse
from datong_desktop.models import migrations
from datong_desktop.models.sqlite.connection import stamp


def migrate(connection: Connection, version: int) -> None:
    """Runs every migration after ``version`` (0: an empty file) and stamps the file. The caller commits or rolls back."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with Operations.context(MigrationContext.configure(connection)):
        for name in migrations.VERSIONS[version:]:
            import_module(f"{migrations.__name__}.{name}").upgrade()
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise refuse("damaged", "账套里有互相对不上的记录，不能升级，旧文件没有改动。请从备份恢复。")
    stamp(connection, migrations.HEAD)
