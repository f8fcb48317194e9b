"""The house: arrows and fences hold, files stay small, and the rooms are ours."""

import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.repository import ROOMS, ROOT, sources

LONGEST = 300

OUTSIDE = {"benchmarks"}
"""Packages that are no rooms: they use the rooms, and no room uses them."""

LONGER: dict[str, str] = {}
"""Path -> the reason why this file may be longer."""


def test_code_uses_only_the_rooms_below_it_and_libraries_stay_behind_their_fences():
    lint = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([lint, "--no-cache"], check=False, cwd=ROOT, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_room_is_known_to_the_arrows():
    rules = (ROOT / ".importlinter").read_text("utf-8")
    listed = rules.partition("root_packages =")[2].partition("include_external_packages")[0].split()

    assert set(listed) == set(ROOMS)
    unlisted = {path.parent.name for path in ROOT.glob("*/__init__.py")} - set(ROOMS) - OUTSIDE
    assert unlisted == set()


def test_no_file_is_longer_than_a_person_reads_at_once():
    written = [path for path in sources() if path.parent.name != "versions"]  # migrations are generated
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in written}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST and name not in LONGER} == {}
    assert [name for name in LONGER if lengths.get(name, 0) <= LONGEST] == []


def test_names_say_what_a_module_is():
    drawers = {"utils", "helpers", "misc", "base", "manager", "common", "services_impl"}

    assert [path for path in sources() if path.stem in drawers] == []


def test_tests_are_no_package():
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_ours_and_not_a_library_of_that_name(room: str):
    found = importlib.util.find_spec(room)

    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).parent == ROOT / room
    assert importlib.metadata.packages_distributions().get(room) is None
