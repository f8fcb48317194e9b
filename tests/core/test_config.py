"""Settings: names that people know, and a wrong one is named."""

from pathlib import Path

import pytest

from core.config import Settings, load_settings
from core.errors import SettingsError


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment and `.env` are the seam here: no setting from outside may reach the test."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_everything_has_a_default(empty: pytest.MonkeyPatch):
    settings = load_settings()

    assert settings.bot_token is None
    assert settings.database == "sqlite+aiosqlite:///data/platform.db"
    assert settings.admin_ids == ()


def test_the_environment_wins_over_the_file_and_rooms_are_nested(empty: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / ".env").write_text("LOG_LEVEL=DEBUG\nADMIN_IDS=1, 2 3\nAPI__PORT=1\nBOT_TOKEN=\n", "utf-8")
    empty.setenv("API__PORT", "9000")

    settings = load_settings()

    assert (settings.log_level, settings.admin_ids, settings.api.port) == ("DEBUG", (1, 2, 3), 9000)
    assert settings.bot_token is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API__PORT", "eighty"),
        ("LOG_LEVEL", "LOUD"),
        ("ADMIN_IDS", "anna"),
        ("INFERENCE__NUM_CTX", "4095"),
        ("INFERENCE__NUMCTX", "4096"),
        ("OLLAMA_HOST", "::::"),
        ("TELEGRAM_API_URL", "ftp://here"),
        ("WHISPER_MODEL", "/nowhere"),
        ("MTPROTO_KEY_FILE", "/nowhere.pem"),
    ],
)
def test_a_wrong_setting_is_named(empty: pytest.MonkeyPatch, name: str, value: str):
    empty.setenv(name, value)

    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert refused.value.params["setting"] == name
    assert refused.value.params["reason"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@db/x", "postgresql+asyncpg://u:p@db/x"),
        ("postgresql://u:p@db/x", "postgresql+asyncpg://u:p@db/x"),
        ("postgresql+asyncpg://u:p@db/x", "postgresql+asyncpg://u:p@db/x"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_a_database_address_gets_its_driver(empty: pytest.MonkeyPatch, url: str, expected: str):
    empty.setenv("DATABASE_URL", url)

    settings = load_settings()

    assert settings.database == expected
    assert "p@db" not in repr(settings)


def test_a_context_that_is_too_short_is_told_why(empty: pytest.MonkeyPatch):
    empty.setenv("INFERENCE__NUM_CTX", "512")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "at least 4096: instructions, tools" in str(refused.value.params["reason"])

    empty.setenv("INFERENCE__NUM_CTX", "4096")
    assert load_settings().inference.num_ctx == 4096


def test_half_an_account_is_named(empty: pytest.MonkeyPatch):
    empty.setenv("API_ID", "1")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert refused.value.params["setting"] == "API_HASH"


@pytest.mark.parametrize(
    "value", ["127.0.0.1:11434", "http://ollama:11434", "https://models.home/ollama", "http://[::1]:11434"]
)
def test_addresses_as_people_write_them_are_taken(empty: pytest.MonkeyPatch, value: str):
    empty.setenv("OLLAMA_HOST", value)
    assert load_settings().ollama_host == value
