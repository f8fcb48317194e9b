"""A catalogue is a folder: every module in it exports one fixed name, or the start fails loudly."""

import importlib
import pkgutil
from types import ModuleType


def discover(package: ModuleType, export: str) -> list[object]:
    """The `export` of each module in the package, by module name.

    Raises:
        AttributeError: a module in the folder lacks the export.
    """
    found: list[object] = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        if not hasattr(module, export):
            raise AttributeError(f"{module.__name__} is in a catalogue and exports no {export}")
        found.append(getattr(module, export))
    return found
