"""The command line: help, wrong settings by name without a traceback, light commands that stay light."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main, parser
from bot.check import line
from core.health import Health
from core.i18n import Translator
from memory.backends.chroma import ChromaIndex
from memory.index import IndexPlace

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot …` in a process of its own, with these settings and no others."""
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}  # noqa: TID251 - a child's environment
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        check=False, cwd=ROOT, env={**clean, **settings}, capture_output=True, text=True, timeout=100,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["run", "sandbox", "check", "migrate", "login", "rules"])
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert f"python -m bot {command}" in capsys.readouterr().out


def test_run_knows_its_roles():
    assert parser().parse_args(["run"]).role == "all"
    assert parser().parse_args(["run", "--role", "worker"]).role == "worker"
    with pytest.raises(SystemExit):
        parser().parse_args(["run", "--role", "nobody"])


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({}, "BOT_TOKEN"),
        ({"BOT_TOKEN": "nonsense"}, "BOT_TOKEN"),
        ({"BOT_TOKEN": "42:x", "API__PORT": "http"}, "API__PORT"),
        ({"BOT_TOKEN": "42:x", "ADMIN_IDS": "anna"}, "ADMIN_IDS"),
        ({"BOT_TOKEN": "42:x", "WEBHOOK_URL": "https://example.org"}, "WEBHOOK_SECRET"),
        ({"BOT_TOKEN": "42:x", "TELEGRAM_API_URL": "localhost:8081"}, "TELEGRAM_API_URL"),
        ({"BOT_TOKEN": "42:x", "DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"BOT_TOKEN": "42:x", "REDIS_URL": "localhost"}, "REDIS_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name_and_no_traceback(
    settings: dict[str, str], name: str, tmp_path: Path
):
    ended = run("run", DATA_DIR=str(tmp_path), **settings)

    assert ended.returncode == 2
    assert ended.stdout.startswith(f"{name}: ")
    assert "Traceback" not in ended.stdout + ended.stderr


def test_without_a_command_a_token_means_telegram(tmp_path: Path):
    ended = run(DATA_DIR=str(tmp_path), BOT_TOKEN="nonsense")

    assert ended.returncode == 2
    assert ended.stdout.startswith("BOT_TOKEN: ")


def test_migrate_brings_the_tables_and_imports_nothing_heavy(tmp_path: Path):
    code = (
        "import sys; from bot.__main__ import main; status = main(['migrate']);"
        "heavy = {'aiogram', 'telethon', 'chromadb', 'langgraph', 'fastapi'} & set(sys.modules);"
        "sys.exit(f'{status} {heavy}' if status or heavy else 0)"
    )
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}  # noqa: TID251 - a child's environment
    ended = subprocess.run(
        [sys.executable, "-c", code],
        check=False, cwd=ROOT, env={**clean, "DATA_DIR": str(tmp_path)}, capture_output=True, text=True, timeout=100,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "platform.db").exists()


def test_check_names_what_is_missing_and_what_to_do(tmp_path: Path):
    ended = run(
        "check",
        DATA_DIR=str(tmp_path),
        BOT_TOKEN="42:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        TELEGRAM_API_URL="http://127.0.0.1:9",
        OLLAMA_HOST="http://127.0.0.1:9",
        REDIS_URL="redis://127.0.0.1:9",
        MEMORY__INDEX="exact",
    )

    assert ended.returncode == 1
    lines = {line.split(":")[0].split(maxsplit=1)[1].strip(): line for line in ended.stdout.splitlines() if ":" in line}
    assert lines["Telegram"].startswith("MISSING")
    assert lines["Redis"].startswith("MISSING")
    assert lines["Language model"].startswith("without")
    assert "WHISPER_MODEL" in lines["Voice notes"]
    assert "Traceback" not in ended.stdout + ended.stderr


async def test_a_memory_that_the_running_bot_holds_is_no_fault(tmp_path: Path, translator: Translator):
    place = IndexPlace(tmp_path / "chroma", "", None, "hashed")  # type: ignore[arg-type]  # Chroma needs no database
    running, beside = ChromaIndex(place), ChromaIndex(place)
    try:
        await running.ping()
        (finding,) = await Health({"memory": beside.ping}, frozenset(), frozenset()).report()
    finally:
        await running.close()
        await beside.close()

    assert line(finding, translator.bound("en")) == "ok       Memory index: in use by the bot that is running"


def test_check_without_a_token_still_asks_everything_else(tmp_path: Path):
    ended = run("check", DATA_DIR=str(tmp_path), OLLAMA_HOST="http://127.0.0.1:9", MEMORY__INDEX="exact")
    assert ended.returncode == 1
    assert "MISSING  Telegram: BOT_TOKEN" in ended.stdout
    assert "ok       Database" in ended.stdout


def test_a_data_folder_that_cannot_be_had_is_named(tmp_path: Path):
    occupied = tmp_path / "file"
    occupied.touch()
    ended = run("sandbox", DATA_DIR=str(occupied))
    assert ended.returncode == 2
    assert ended.stdout.startswith("DATA_DIR: ")
    assert "Traceback" not in ended.stderr


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path):
    ended = run("migrate", DATA_DIR=str(tmp_path), DATABASE_URL="postgresql://me:secret@127.0.0.1:1/x")
    assert ended.returncode == 1
    assert "DATABASE_URL: the database at 127.0.0.1:1 does not answer." in ended.stdout
    assert "secret" not in ended.stdout + ended.stderr
