"""Settings in words: language, time zone, model, agent, voice; for all others the way to /settings."""

import re

from agents.intent import Intent, Outcome, Wish
from agents.spec import signs
from agents.state import Offered
from core.buttons import encode
from core.moments import zone_label
from core.zones import zone_in

_LANGUAGES = (
    ("ru", re.compile(r"\brussian\b|\bрусск\w*|\bпо-русски\b", re.IGNORECASE)),
    ("en", re.compile(r"\benglish\b|\bанглийск\w*|\bпо-английски\b", re.IGNORECASE)),
)
_ZONE = re.compile(
    r"\btime ?zone\b|\bчасов\w+ пояс\w*|\b(?:moved|relocated) to\b|\bпереехал\w* в\b|\bвремя у меня\b|\bмо[её] время\b"
    r"|\bпо \w+ времени\b|\b\w+ time\b",
    re.IGNORECASE,
)
_VOICE = re.compile(r"\b(?:voice|speech|aloud|голос\w*|озвучк\w*|озвучива\w*|вслух)\b", re.IGNORECASE)
_OFF = re.compile(
    r"\b(?:off|stop|no more|without|disable|don['’]?t|выключи\w*|отключи\w*|хватит"
    r"|больше не|не надо|без|перестань|текстом)\b",
    re.IGNORECASE,
)
_MODEL = re.compile(r"\b(?:model|модел\w+)\b", re.IGNORECASE)
_AGENTS = {
    "assistant": r"\bassistant|\bассистент",
    "analyst": r"\banalyst|\bаналитик",
    "architect": r"\barchitect|\bархитектор",
    "cards": r"\bcards?\b|\bкарт(?:ы|ам|)\b",
    "support": r"\bsupport|\bподдержк",
    "editor": r"\beditor|\bредактор",
}
_AUTOMATIC = re.compile(r"\bautomatic|\bавтоматич", re.IGNORECASE)
_WHO = re.compile(r"\b(?:agent|answer|reply|respond|агент\w*|отвеча\w*|выбор\w*)\b", re.IGNORECASE)


async def carry_out(wish: Wish) -> Outcome | None:
    for change in (_zone, _voice, _language, _agent, _model):
        if (outcome := await change(wish)) is not None:
            return outcome
    return _way(wish)


def _way(wish: Wish) -> Outcome:
    return Outcome(wish.texts("intent-settings"), (Offered("intent-settings-button", encode("settings", "overview")),))


def _is_free(wish: Wish) -> bool:
    """A group's settings are changed where its administrators are known."""
    return wish.turn.is_private or wish.turn.is_admin


async def _zone(wish: Wish) -> Outcome | None:
    named = _ZONE.search(wish.text)
    if named is None:
        return None
    zone = zone_in(wish.text)
    if zone is None:
        choose = Offered("settings-zone-choose-button", encode("remind", "zone"))
        return Outcome(wish.texts("intent-zone-missing"), (choose,), is_question=True)
    await wish.services.users.set_time_zone(wish.turn.user, zone)
    return Outcome(wish.texts("intent-zone-set", zone=zone_label(zone)))


async def _language(wish: Wish) -> Outcome | None:
    language = next((name for name, words in _LANGUAGES if words.search(wish.text)), None)
    if language is None:
        return None
    if not _is_free(wish):
        return _way(wish)
    turn, services = wish.turn, wish.services
    if turn.is_private:
        await services.users.set_language(turn.user, language)
    else:
        await services.chats.update_settings(turn.chat, language=language)
    return Outcome(services.translator.text(language, "language-chosen"))


async def _voice(wish: Wish) -> Outcome | None:
    if not _VOICE.search(wish.text):
        return None
    if not _is_free(wish):
        return _way(wish)
    is_off = bool(_OFF.search(wish.text))
    await wish.services.chats.update_settings(wish.turn.chat, voice="" if is_off else "on")
    return Outcome(wish.texts("intent-voice-off" if is_off else "intent-voice-on"))


async def _agent(wish: Wish) -> Outcome | None:
    texts = wish.texts
    name = next((name for name, words in _AGENTS.items() if re.search(words, wish.text, re.IGNORECASE)), None)
    is_automatic = bool(_AUTOMATIC.search(wish.text) and _WHO.search(wish.text))
    if name is None and not is_automatic:
        return None
    if not _is_free(wish) or (name == "editor" and not wish.turn.is_admin):
        return _way(wish)
    await wish.services.chats.update_settings(wish.turn.chat, agent="" if is_automatic or name is None else name)
    said = texts("agent-automatic") if is_automatic else texts(f"agent-{name}")
    return Outcome(texts("agent-now", agent=said))


async def _model(wish: Wish) -> Outcome | None:
    """Which models there are only their server knows."""
    if not _MODEL.search(wish.text):
        return None
    return Outcome(wish.texts("intent-model"), needs_advice=True)


INTENT = Intent(
    name="settings",
    signs=signs(
        r"^\W*(?:open |show )?(?:the |my )?settings\W*$|^\W*(?:открой |покажи )?(?:мои )?настройки\W*(?:открой)?\W*$",
        r"\b(?:my|set|change|the) (?:the |my )?time ?zone\b|^\W*time ?zone\b",
        r"\b(?:мой|поставь|смени|поменяй|измени) часовой пояс\b|^\W*часовой пояс\b",
        r"^\W*(?:please )?(?:speak|answer in|reply in|switch to|talk) (?:in )?(?:english|russian)\b",
        r"^\W*(?:давай |говори |отвечай |пиши |переключись |перейди )+(?:на )?(?:по-)?(?:русск|английск)\w*",
        r"\b(?:отвечай|говори) голосом\b|\b(?:answer|reply) by voice\b|\bvoice (?:replies|answers)\b",
        r"\b(?:включи|выключи|отключи) (?:голосов\w+|озвучк\w+)",
    ),
    carry_out=carry_out,
)
