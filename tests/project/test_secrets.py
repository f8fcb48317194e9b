"""Nothing in the repository belongs to one machine or opens somebody's door."""

import re
from pathlib import Path

import pytest

from tests.fakes.repository import ROOT, kept_files

FORBIDDEN = {
    # 700000000x are bots of the sandbox, 123456789 is everybody's example
    "a bot's token": re.compile(r"(?<![\d:])(?!700000000\d:|123456789:)\d{8,12}:[A-Za-z0-9_-]{34,}"),
    "a private key": re.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE" + " KEY-----"),
    "a cloud key": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|sk-[A-Za-z0-9]{32,})\b"),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:home/[a-z]\w*|Users/[A-Za-z]\w*|work|root)/(?!\.ollama)\w"),
}


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in kept_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found.append((path.relative_to(ROOT), content.decode("utf-8", "replace")))
    return found


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_the_repository_carries_none(kind: str):
    found = [f"{path}: {match[0][:12]}…" for path, text in texts() for match in FORBIDDEN[kind].finditer(text)]

    assert found == []


def test_what_would_be_a_leak_is_recognised():
    token = "612345678" + ":" + "AA" + "h" * 33
    samples = (f"bot{token}/getMe", "-----BEGIN RSA PRIVATE" + " KEY-----", "AKIA" + "A" * 16, "/home" + "/anna/bot")

    for pattern, sample in zip(FORBIDDEN.values(), samples, strict=True):
        assert pattern.search(sample)


def test_settings_and_data_are_ignored_by_git():
    kept = {path.relative_to(ROOT).as_posix() for path in kept_files()}

    assert ".env" not in kept
    assert not any(name.startswith("data/") or name.endswith((".db", ".session")) for name in kept)
