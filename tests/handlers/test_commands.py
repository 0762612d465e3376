"""The table of commands and routes: its handlers are loaded by their first call, so what it names is looked up here."""

from __future__ import annotations

from operator import attrgetter
from types import FunctionType

import pytest

import handlers
from handlers.commands import COMMANDS, ROUTES, Command, Route


@pytest.mark.parametrize("row", [*COMMANDS, *ROUTES], ids=lambda row: row.name)
def test_every_row_names_a_handler_that_there_is(row: Command | Route) -> None:
    handle = row.handle
    assert isinstance(handle, FunctionType)
    if handle.__name__ == "<lambda>":
        package, module, function = handle.__code__.co_names
        assert package == "handlers"
        assert callable(attrgetter(f"{module}.{function}")(handlers))


def test_a_module_that_there_is_not_is_a_missing_attribute() -> None:
    assert not hasattr(handlers, "no_such_noun")
