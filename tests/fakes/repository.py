"""The repository as the project's tests see it: its rooms, their modules, what git keeps."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

ROOMS = (
    "bot",
    "handlers",
    "api",
    "scheduler",
    "agents",
    "forwarding",
    "engines",
    "memory",
    "inference",
    "storage",
    "core",
    "sandbox",
)

RUN_BY_ALEMBIC = "storage/migrations/"
"""`env.py` and the steps are scripts that Alembic executes; the rest of that folder are modules."""


def sources() -> list[Path]:
    """Every Python file of the rooms."""
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def modules() -> list[str]:
    """Every module that can be imported, by its name."""
    names = []
    for path in sources():
        inside = path.relative_to(ROOT)
        is_script = inside.as_posix().startswith(RUN_BY_ALEMBIC) and (
            inside.name == "env.py" or inside.parent.name == "versions"
        )
        if not is_script:
            names.append(".".join(inside.with_suffix("").parts).removesuffix(".__init__"))
    return names


def kept_files() -> list[Path]:
    """What git keeps, or would keep: tracked files and new ones that it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
