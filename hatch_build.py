"""The wheel carries the built web client. An editable installation has it from `make setup`."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

import build_client


class WebClient(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        has_sources = build_client.FRONTEND.exists()  # an sdist of a built tree may carry the result alone
        if version != "editable" and has_sources:
            build_client.build()
