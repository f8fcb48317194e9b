"""A catalogue is a folder: whatever lies in it exports its name or the start fails."""

import sys
import types
from pathlib import Path

import pytest

from core.discovery import discover


@pytest.fixture
def folder(tmp_path: Path) -> types.ModuleType:
    package = types.ModuleType(f"catalogue_{tmp_path.name}")
    package.__path__ = [str(tmp_path)]
    sys.modules[package.__name__] = package
    return package


def test_exports_come_in_the_order_of_their_modules(folder: types.ModuleType, tmp_path: Path):
    (tmp_path / "second.py").write_text("THING = 2")
    (tmp_path / "first.py").write_text("THING = 1")

    assert discover(folder, "THING") == [1, 2]


def test_a_module_without_the_export_is_named(folder: types.ModuleType, tmp_path: Path):
    (tmp_path / "empty.py").write_text("")

    with pytest.raises(AttributeError, match="empty"):
        discover(folder, "THING")
