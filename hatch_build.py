"""Puts resources/ into the wheel as datong_desktop/_resources; an editable install reads them from the source tree."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"]["resources"] = "datong_desktop/_resources"
