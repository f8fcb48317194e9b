"""docker-compose.yml is parsed here, since no engine may be at hand."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return parsed


def test_it_has_the_bot_and_all_it_grows_onto(compose):
    assert set(compose["services"]) == {"bot", "ollama", "postgres", "redis", "chroma"}


def test_the_bot_starts_alone_and_every_other_service_has_a_profile_of_its_own_and_the_full_one(compose):
    assert "profiles" not in compose["services"]["bot"]
    for name, service in compose["services"].items():
        if name != "bot":
            assert service["profiles"] == [name, "full"]


def test_every_service_has_a_health_check_that_ends(compose):
    for service in compose["services"].values():
        check = service["healthcheck"]
        assert check["test"][0] in {"CMD", "CMD-SHELL"}
        assert {"interval", "timeout", "retries"} <= set(check)


def test_the_bot_waits_for_healthy_services_and_for_none_that_is_not_started(compose):
    for name, wanted in compose["services"]["bot"]["depends_on"].items():
        assert name in compose["services"]
        assert wanted == {"condition": "service_healthy", "required": False}


def test_every_volume_in_use_is_declared(compose):
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "/"))
    }
    assert used == set(compose["volumes"])


def test_ports_are_published_to_this_machine_only(compose):
    for service in compose["services"].values():
        assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_image_copies_every_room():
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (\w+)/ ", dockerfile, re.MULTILINE))
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"locales"}
    assert copied == rooms - {"tests", "benchmarks"}


def test_the_images_are_of_the_versions_that_the_lock_names(compose):
    locked = (ROOT / "requirements.lock").read_text()
    chroma = compose["services"]["chroma"]["image"].split(":")[1]
    assert f"chromadb=={chroma} " in locked
