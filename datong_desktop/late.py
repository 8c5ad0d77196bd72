"""Modules that load when they are first named: the window opens without what it does not show yet."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection
from types import ModuleType


def submodules(package: str, names: Collection[str]) -> Callable[[str], ModuleType]:
    """A package's ``__getattr__`` that imports its named modules on first use."""

    def load(name: str) -> ModuleType:
        if name not in names:
            raise AttributeError(f"module {package} has no attribute {name}")
        return importlib.import_module(f"{package}.{name}")

    return load
