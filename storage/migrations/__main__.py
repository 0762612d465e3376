"""``python -m storage.migrations check`` (tables and steps agree) and ``… new "message"`` (writes the next step)."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from storage.migrations import config, newest, upgrade
from storage.tables import metadata


def differences(connection: Connection) -> list[object]:
    """What the tables have and the steps do not make, or the other way round."""
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


def main(words: list[str]) -> int:
    """The exit code."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'check.db'}"
        upgrade(url)
        engine = create_engine(url)
        try:
            with engine.begin() as connection:
                match words:
                    case ["check"]:
                        found = differences(connection)
                        for item in found:
                            print(item)
                        return 1 if found else 0
                    case ["new", message]:
                        made = config()
                        made.attributes["connection"] = connection
                        command.revision(made, message, autogenerate=True, rev_id=f"{int(newest()) + 1:04d}")
                        return 0
                    case _:
                        print(__doc__, file=sys.stderr)
                        return 2
        finally:
            engine.dispose()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
