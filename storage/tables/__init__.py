"""The tables, one module an area; `all_tables()` knows every one of them."""

import importlib
import pkgutil

from sqlalchemy import MetaData

from storage.tables.orm import Base


def all_tables() -> MetaData:
    """The metadata after each area of this folder has been imported."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return Base.metadata
