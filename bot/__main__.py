"""The command line: `python -m bot run | sandbox | check | migrate | login | rules`."""

import argparse
import asyncio
import gc
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence

from core.config import Settings, load_settings
from core.errors import PlatformError, SettingsError

ROLES = ("all", "edge", "worker", "scheduler", "userbot")

EPILOG = "Settings come from the environment and .env; .env.example names them all."


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 well, 1 something is missing or failed, 2 a wrong setting or argument."""
    options = parser().parse_args(arguments)
    try:
        settings = load_settings()
        make_folder(settings)
        command = options.command or ("run" if settings.bot_token else "sandbox")
        return _loop(_commands()[command](settings, options))
    except PlatformError as error:
        say(_sentence(error))
        return 2 if isinstance(error, SettingsError) else 1
    except KeyboardInterrupt:
        return 130


def make_folder(settings: Settings) -> None:
    """
    Raises:
        SettingsError: DATA_DIR is not to be had.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data_dir):
            pass
    except OSError as error:
        raise SettingsError(setting="DATA_DIR", reason=f"{error.strerror}: {settings.data_dir}") from error


def parser() -> argparse.ArgumentParser:
    """Each command with its own --help."""
    root = argparse.ArgumentParser(
        prog="python -m bot",
        description="The Telegram AI platform. Without a command: run when BOT_TOKEN is set, else the sandbox.",
        epilog=EPILOG,
    )
    commands = root.add_subparsers(dest="command", metavar="command")
    run = commands.add_parser("run", help="serve Telegram", description="Serve Telegram with BOT_TOKEN.", epilog=EPILOG)
    run.add_argument(
        "--role",
        choices=ROLES,
        default="all",
        help="which part runs in this process: all (default), edge (updates and answers), worker (the outbox), "
        "scheduler (reminders and digests), userbot (instead of worker: the outbox, and the accounts that read)",
    )
    sandbox = commands.add_parser(
        "sandbox",
        help="a Telegram on this machine, with the bot in it",
        description="Start a Telegram of its own on this machine with the bot in it, and print the page's address.",
        epilog=EPILOG,
    )
    sandbox.add_argument("--no-bot", action="store_true", help="only the sandbox; start the bot yourself")
    for name, text in (
        ("check", "ping every dependency; say what is missing and what to do"),
        ("migrate", "bring the database to the newest schema"),
    ):
        commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", epilog=EPILOG)
    _add_login(commands)
    _add_rules(commands)
    return root


def _add_login(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "log in an account that reads channels (API_ID, API_HASH)"
    login = commands.add_parser("login", help=about, description=f"{about[0].upper()}{about[1:]}.", epilog=EPILOG)
    login.add_argument("--account", default="", metavar="name", help="one of several; what each of them sees is read")


def _add_rules(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "forwarding rules as files, and what they did or would do"
    rules = commands.add_parser("rules", help=about, description=f"{about.capitalize()}.", epilog=EPILOG)
    actions = rules.add_subparsers(dest="action", metavar="action", required=True)
    export = actions.add_parser("export", help="write rules as YAML to the standard output")
    export.add_argument("ids", nargs="*", type=int, metavar="id", help="only these; all of them without one")
    load = actions.add_parser("import", help="check every rule of a file and save all of them or none")
    load.add_argument("file", help="YAML of ours, or a configuration of tgcf or telemirror")
    test = actions.add_parser("test", help="ask the rules about their samples")
    test.add_argument("file", nargs="?", default="", help="a file; the saved rules without one")
    explain = actions.add_parser("explain", help="tell which rule passed a post on or not, and why")
    explain.add_argument("link", help="of the copy or of the original, like https://t.me/source_news/7")
    replay = actions.add_parser("replay", help="tell what a rule would have done with the posts of the last days")
    replay.add_argument("rule", help="its number, or a file of rules")
    replay.add_argument("--days", type=int, default=30, help="how far back (default: 30)")


def say(line: str) -> None:
    """To the operator."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _commands() -> dict[str, Callable[[Settings, argparse.Namespace], Awaitable[int]]]:
    return {"run": _run, "sandbox": _sandbox, "check": _check, "migrate": _migrate, "login": _login, "rules": _rules}


async def _run(settings: Settings, options: argparse.Namespace) -> int:
    gc.disable()  # what imports make stays: to look through it again and again takes a second of the start
    from bot.app import run

    gc.freeze()
    gc.enable()
    return await run(settings, getattr(options, "role", "all"), say)


async def _sandbox(settings: Settings, options: argparse.Namespace) -> int:
    from bot.playground import play

    return await play(settings, say, has_bot=not getattr(options, "no_bot", False))


async def _check(settings: Settings, options: argparse.Namespace) -> int:
    from bot.check import check

    return await check(settings, say)


async def _migrate(settings: Settings, options: argparse.Namespace) -> int:
    from bot.schema import bring_up

    await bring_up(settings)
    say("The database has the newest schema.")
    return 0


async def _login(settings: Settings, options: argparse.Namespace) -> int:
    from bot.login import login

    return await login(settings, say, account_id=options.account)


async def _rules(settings: Settings, options: argparse.Namespace) -> int:
    from bot.rules_command import rules

    return await rules(settings, options, say)


def _loop(work: Awaitable[int]) -> int:
    import uvloop

    async def wait() -> int:
        return await work

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(wait())


def _sentence(error: PlatformError) -> str:
    """What an operator reads: the sentence in English."""
    from bot.paths import LOCALES
    from core.i18n import Translator

    translator = Translator(LOCALES)
    if not translator.has(error.key):
        return f"{error.key}: {error.params}"
    return translator.text("en", error.key, **error.params)


if __name__ == "__main__":
    sys.exit(main())
