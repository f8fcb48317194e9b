"""A shared location: in private it tells the person's time zone."""

import asyncio

from aiogram import Router
from aiogram.types import Message

from core.clock import Clock
from core.errors import UserError
from core.i18n import Texts
from core.moments import zone_label
from core.recurrence import zone_of
from handlers.index import Kind
from storage.chats import Chat
from storage.users import User, Users


def build_router() -> Router:
    """A live location tells it once: its later points come as edits, which nobody takes here."""
    router = Router(name="location")
    router.message.register(on_location, Kind("location"))
    router.message.register(on_venue, Kind("venue"))
    return router


async def on_location(message: Message, user: User, chat: Chat, texts: Texts, users: Users, clock: Clock) -> None:
    """A group shares places to meet at; where a person is they tell in private, and themselves."""
    place = message.location
    if place is None or not chat.is_private:
        return
    if message.forward_origin is not None:
        raise UserError("location-forwarded")
    zone = await asyncio.to_thread(zone_at, place.latitude, place.longitude)
    if not zone:
        raise UserError("location-unknown")
    await users.set_time_zone(user.id, zone)
    local = clock.now().astimezone(zone_of(zone))
    await message.answer(texts("location-zone", zone=zone_label(zone), time=f"{local:%H:%M}"))


async def on_venue(message: Message, chat: Chat) -> None:
    """A restaurant tells where somebody wants to go, not where they are."""
    del message
    if chat.is_private:
        raise UserError("location-venue")


def zone_at(latitude: float, longitude: float) -> str:
    """The IANA name; empty where none is known. The map is loaded with the first place."""
    from tzfpy import get_tz

    return get_tz(longitude, latitude)
