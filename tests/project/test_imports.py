"""Importing a module does nothing: no file, no socket, no thread, no loop, no look at the environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.fakes.repository import ROOT, modules

PROBE = '''
import asyncio, importlib, json, os, sys, threading
root, names = sys.argv[1], json.load(sys.stdin)
effects = []

def ours():
    """Where our code causes it; what a library does when it is imported is its own affair."""
    frame = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if "site-packages" in path:
            return ""
        if path.startswith(root):
            return f"{os.path.relpath(path, root)}:{frame.f_lineno}"
        frame = frame.f_back
    return ""

def watch(event, arguments):
    noisy = event in ("socket.bind", "socket.connect", "subprocess.Popen", "os.mkdir", "os.remove", "os.rename")
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if (noisy or writes) and (place := ours()):
        effects.append(f"{place} {event} {arguments!r}")

environment = type(os.environ)
read = environment.__getitem__
def recorded(self, name):
    if place := ours():
        effects.append(f"{place} reads {name}")
    return read(self, name)
environment.__getitem__ = recorded

sys.addaudithook(watch)
for name in names:
    before = len(effects)
    importlib.import_module(name)
    effects[before:] = [f"{name}: {effect}" for effect in effects[before:]]
effects += [f"thread {thread.name}" for thread in threading.enumerate() if thread is not threading.main_thread()]
if asyncio._get_running_loop() is not None or asyncio.get_event_loop_policy()._local._loop is not None:
    effects.append("an event loop")
print(json.dumps(effects))
'''


def effects_of(names: list[str], folder: Path, root: Path = ROOT) -> list[str]:
    environment = {"PYTHONPATH": str(root), "PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder)}
    probe = subprocess.run(
        [sys.executable, "-B", "-c", PROBE, str(root)],
        check=False,
        input=json.dumps(names),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert probe.returncode == 0, probe.stderr
    assert probe.stdout.count("\n") == 1, f"something printed: {probe.stdout}"
    return list(json.loads(probe.stdout)) + [f"left behind: {path.name}" for path in folder.rglob("*")]


def test_importing_every_module_in_a_bare_process_has_no_effects(tmp_path: Path):
    assert effects_of(modules(), tmp_path) == []


def test_effects_of_an_import_are_seen(tmp_path: Path):
    source, empty = tmp_path / "source", tmp_path / "empty"
    source.mkdir()
    empty.mkdir()
    (source / "noisy.py").write_text(
        "import os, socket, threading\n"
        "open('trace', 'w').close()\n"
        "os.environ.get('HOME')\n"
        "socket.socket(socket.AF_INET).bind(('127.0.0.1', 0))\n"
        "threading.Thread(target=threading.Event().wait, daemon=True, name='loop').start()\n"
    )

    effects = "\n".join(effects_of(["noisy"], empty, source))

    for sign in ("open ('trace'", "reads HOME", "socket.bind", "thread loop", "left behind: trace"):
        assert sign in effects
