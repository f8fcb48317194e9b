"""Time zones as people name them: by city in either language, by offset, by their own name."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from core.errors import UserError

ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Asia/Tbilisi",
    "Asia/Almaty",
    "Asia/Yekaterinburg",
    "Asia/Novosibirsk",
    "Asia/Vladivostok",
    "America/New_York",
)
"""Offered by buttons; any other is taken by name."""

CITIES = {
    "лондон": "Europe/London",
    "берлин": "Europe/Berlin",
    "париж": "Europe/Paris",
    "мадрид": "Europe/Madrid",
    "рим": "Europe/Rome",
    "вен": "Europe/Vienna",
    "праг": "Europe/Prague",
    "варшав": "Europe/Warsaw",
    "лиссабон": "Europe/Lisbon",
    "афин": "Europe/Athens",
    "хельсинк": "Europe/Helsinki",
    "таллин": "Europe/Tallinn",
    "риг": "Europe/Riga",
    "вильнюс": "Europe/Vilnius",
    "киев": "Europe/Kyiv",
    "минск": "Europe/Minsk",
    "москв": "Europe/Moscow",
    "московск": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "петербург": "Europe/Moscow",
    "питер": "Europe/Moscow",
    "калининград": "Europe/Kaliningrad",
    "самар": "Europe/Samara",
    "саратов": "Europe/Saratov",
    "волгоград": "Europe/Volgograd",
    "стамбул": "Europe/Istanbul",
    "белград": "Europe/Belgrade",
    "кишин": "Europe/Chisinau",
    "тбилис": "Asia/Tbilisi",
    "ереван": "Asia/Yerevan",
    "баку": "Asia/Baku",
    "алмат": "Asia/Almaty",
    "астан": "Asia/Almaty",
    "ташкент": "Asia/Tashkent",
    "бишкек": "Asia/Bishkek",
    "душанбе": "Asia/Dushanbe",
    "екатеринбург": "Asia/Yekaterinburg",
    "уф": "Asia/Yekaterinburg",
    "челябинск": "Asia/Yekaterinburg",
    "перм": "Asia/Yekaterinburg",
    "омск": "Asia/Omsk",
    "новосибирск": "Asia/Novosibirsk",
    "томск": "Asia/Tomsk",
    "красноярск": "Asia/Krasnoyarsk",
    "иркутск": "Asia/Irkutsk",
    "якутск": "Asia/Yakutsk",
    "владивосток": "Asia/Vladivostok",
    "хабаровск": "Asia/Vladivostok",
    "магадан": "Asia/Magadan",
    "камчатк": "Asia/Kamchatka",
    "дуба": "Asia/Dubai",
    "тель-авив": "Asia/Jerusalem",
    "иерусалим": "Asia/Jerusalem",
    "бангкок": "Asia/Bangkok",
    "пекин": "Asia/Shanghai",
    "шанха": "Asia/Shanghai",
    "токио": "Asia/Tokyo",
    "сеул": "Asia/Seoul",
    "дели": "Asia/Kolkata",
    "бали": "Asia/Makassar",
    "нью-йорк": "America/New_York",
    "лос-анджелес": "America/Los_Angeles",
    "чикаго": "America/Chicago",
    "торонто": "America/Toronto",
    "сидне": "Australia/Sydney",
}
"""Russian names without their endings."""

_WORD = re.compile(r"[\w+:−-]+")
_ENDING = 5
"""The longest ending of a declined name."""


@cache
def _all() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def find_zone(name: str) -> str:
    """The IANA name of a zone, a city (in any case) or an offset like UTC+3.

    Raises:
        UserError: there is no such zone, or more than one.
    """
    wanted = "_".join(name.split()).lower()
    if offset := re.fullmatch(r"(?:utc|gmt)_?([+-])_?0?(\d\d?)(?::?00)?", wanted.replace("−", "-")):
        wanted = f"etc/gmt{'-' if offset[1] == '+' else '+'}{offset[2]}"
        wanted = re.sub(r"etc/gmt[+-]0$", "utc", wanted)
    if wanted in {"utc", "gmt"}:
        return "Etc/UTC"
    zones = _all()
    if found := [zone for zone in zones if zone.lower() == wanted]:
        return found[0]
    cities = [zone for zone in zones if "/" in zone and zone.lower().endswith(f"/{wanted}")]
    if known := [zone for zone in cities if zone in ZONES] or cities[:1] * (len(cities) == 1):
        return known[0]
    raise _unknown(name.strip(), cities or _similar(wanted, zones))


def _similar(wanted: str, zones: Sequence[str]) -> list[str]:
    city = {zone.rpartition("/")[2].lower(): zone for zone in zones if "/" in zone}
    return [city[near] for near in get_close_matches(wanted.rpartition("/")[2], city, n=3, cutoff=0.75)]


def _unknown(name: str, near: list[str]) -> UserError:
    if near:
        return UserError("error-time-zone-near", zone=name, near=", ".join(near[:4]))
    return UserError("error-time-zone-unknown", zone=name)


def zone_in(text: str) -> str | None:
    """The zone of the first city or offset that the text names; None when it names none."""
    words = _WORD.findall(text)
    for place in range(len(words)):
        for wanted in (" ".join(words[place : place + 2]), words[place]):
            if (zone := _named(wanted)) is not None:
                return zone
    return None


def _named(name: str) -> str | None:
    word = name.lower().replace("ё", "е")
    for stem, zone in CITIES.items():
        if word.startswith(stem) and len(word) - len(stem) <= _ENDING and " " not in word:
            return zone
    if len(word) < 3:
        return None
    try:
        return find_zone(name)
    except UserError:
        return None
