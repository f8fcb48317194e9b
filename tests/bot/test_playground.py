"""The sandbox with the bot in it: what the bot is told, and a port that somebody else has."""

import socket
from pathlib import Path

import pytest

from bot.playground import bot_environment, require_free
from core.config import Settings
from core.errors import SettingsError
from sandbox.seed import ANNA, BOT_TOKEN
from sandbox.server import Sandbox


def test_a_taken_port_is_told_by_the_settings_name():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError) as caught:
        require_free("SANDBOX__PORT", taken.getsockname()[1])

    assert caught.value.params["setting"] == "SANDBOX__PORT"
    require_free("SANDBOX__PORT", 0)


async def test_the_bot_is_told_everything_that_makes_it_one_of_the_sandbox(tmp_path: Path):
    async with Sandbox(folder=tmp_path, mtproto_port=0) as sandbox:
        told = bot_environment(Settings(_env_file=None), sandbox, tmp_path)

        assert told["BOT_TOKEN"] == BOT_TOKEN
        assert told["ADMIN_IDS"] == str(ANNA)
        assert told["TELEGRAM_API_URL"] == sandbox.url
        assert "PUBLIC KEY" in Path(told["MTPROTO_KEY_FILE"]).read_text()
        assert told["DATA_DIR"] != str(tmp_path)


async def test_what_an_operator_set_is_left_alone(tmp_path: Path):
    chosen = Settings(_env_file=None, log_level="DEBUG", api={"port": 9000})
    async with Sandbox(folder=tmp_path, mtproto_port=0) as sandbox:
        told = bot_environment(chosen, sandbox, tmp_path)

    assert "LOG_LEVEL" not in told
    assert "API__PORT" not in told
