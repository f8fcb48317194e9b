"""A number as a person reads it: one digit after the point below ten, with the language's own point."""

from core.i18n import Texts


def figure(value: float, texts: Texts) -> str:
    text = f"{value:.1f}" if round(value, 1) < 10 else f"{value:.0f}"
    return text.replace(".", ",") if texts.language == "ru" else text
