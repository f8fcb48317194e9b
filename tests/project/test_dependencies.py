"""What pyproject.toml asks for is what the locks pin: hashed, and without any index's address."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fakes.repository import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return {canonicalize_name(name): version for name, version in PIN.findall((ROOT / lock).read_text("utf-8"))}


def asked(*groups: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] + [line for group in groups for line in project["optional-dependencies"][group]]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(("lock", "groups"), [(LOCKS[0], ()), (LOCKS[1], ("dev",))])
def test_everything_that_is_asked_for_is_locked_in_a_version_that_fits(lock: str, groups: tuple[str, ...]):
    locked = pins(lock)

    for requirement in asked(*groups):
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not in {lock}: make lock"
        assert requirement.specifier.contains(version), f"{requirement} is locked as {version}: make lock"


def test_tests_run_on_what_the_service_runs_on():
    service, tests = pins(LOCKS[0]), pins(LOCKS[1])

    assert {name: version for name, version in service.items() if tests.get(name) != version} == {}


@pytest.mark.parametrize("lock", [*LOCKS, "requirements-uv.lock"])
def test_every_locked_file_has_hashes_and_nobodys_index_is_named(lock: str):
    text = (ROOT / lock).read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text)

    assert "://" not in text
    assert "--index" not in text
    assert [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []
