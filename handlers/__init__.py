"""The edge to Telegram: what comes in becomes a Context, what goes out is Screens; one file a noun.

``handlers.charts`` loads that module when it is first named, so that the bot answers before it has read what few ask for.
``import handlers.charts`` for the type checker alone goes with it; whoever cannot do without a module imports it as usual.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if not TYPE_CHECKING:  # to the type checker a name that is no module is a fault

    def __getattr__(name: str) -> ModuleType:
        whole = f"{__name__}.{name}"
        try:
            return import_module(whole)
        except ModuleNotFoundError as exc:
            if exc.name != whole:
                raise
            raise AttributeError(f"there is no {whole}") from None
