"""Every text that a person sees: Fluent catalogues, one a language, and the Translator that speaks them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import structlog
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

log = structlog.get_logger(__name__)

FALLBACK = "en"

Param = str | int | float


def pick_language(code: str | None) -> str:
    """Our language for Telegram's `language_code`: Russian for Russian, English for all others."""
    return "ru" if code is not None and code.lower().split("-")[0] == "ru" else FALLBACK


class Translator:
    """All languages of a folder of `<language>.ftl` files, read once."""

    def __init__(self, folder: Path) -> None:
        self._bundles = {
            path.stem: _bundle(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.ftl"))
        }
        if FALLBACK not in self._bundles:
            raise FileNotFoundError(folder / f"{FALLBACK}.ftl")

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._bundles)

    def has(self, key: str) -> bool:
        return bool(self._bundles[FALLBACK].has_message(key))

    def text(self, language: str, key: str, /, **params: Param) -> str:
        """The sentence, in English where the language or its line is missing. Numbers are not grouped: many are ids.

        Raises:
            KeyError: no language has the key.
        """
        bundle = self._bundles.get(language)
        if bundle is None or not bundle.has_message(key):
            bundle = self._bundles[FALLBACK]
        if not bundle.has_message(key):
            raise KeyError(key)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        text, faults = bundle.format_pattern(pattern, _plain(params))
        if faults:
            log.warning("text_incomplete", key=key, language=language, faults=[repr(fault) for fault in faults])
        return str(text)

    def bound(self, language: str) -> "Texts":
        return Texts(self, language)


class Texts:
    """A Translator that speaks one language: `texts("greeting", name=…)`."""

    __slots__ = ("language", "translator")

    def __init__(self, translator: Translator, language: str) -> None:
        self.translator = translator
        self.language = language

    def __call__(self, key: str, /, **params: Param) -> str:
        return self.translator.text(self.language, key, **params)


@lru_cache(maxsize=2)
def _bundle(language: str, text: str) -> FluentBundle:
    """A fifth of a second for each catalogue: a process forked from one that has read it does not read it again."""
    # Isolation marks (U+2068, U+2069) would reach Telegram as characters of the text.
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource(text))
    return bundle


def _plain(params: Mapping[str, Param]) -> dict[str, object]:
    return {
        name: fluent_number(value, useGrouping=False) if isinstance(value, int | float) else value
        for name, value in params.items()
    }
