"""The bot's own line over MTProto, and who looks for copies of which nobody said that they arrived."""

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bot.stores import Stores
from core.config import Settings
from core.ids import UserId
from forwarding.finding import Finder, Looker
from forwarding.limits import Governor
from forwarding.outgoing import Via
from forwarding.transports.protocol import Speaker
from forwarding.two_ways import TwoWays

if TYPE_CHECKING:
    from forwarding.transports.mtproto.accounts import Accounts
    from forwarding.transports.mtproto.bot_line import BotLine

SENDING_ROLES = ("all", "worker", "userbot")


def open_bot_line(settings: Settings, role: str, stack: AsyncExitStack) -> "BotLine | None":
    """In processes that send; it connects when something is to be sent."""
    if settings.api_id is None or not settings.forwarding.bot_over_mtproto or role not in SENDING_ROLES:
        return None  # and Telethon, which is large, is not even imported
    from forwarding.transports.mtproto.bot_line import BotLine

    line = BotLine(settings)
    stack.push_async_callback(line.close)
    return line


def build_speaker(line: "BotLine | None", by_api: Speaker, stores: Stores, governor: Governor) -> TwoWays | None:
    if line is None:
        return None
    from forwarding.transports.mtproto.numbered import NumberedSends

    return TwoWays(line, NumberedSends(line, has_buttons=True), by_api, stores.doubts, governor)


def build_finder(bot: int, line: "BotLine | None", accounts: "Accounts | None", stores: Stores) -> Finder:
    """Copies by the bot are looked for by itself, where it can, then by the accounts, where these see the place."""
    lookers: dict[Via, list[Looker]] = {"bot": [], "account": []}
    if line is not None:
        from forwarding.transports.mtproto.histories import BotHistory

        lookers["bot"].append(Looker(BotHistory(line)))
    if accounts is not None:
        lookers["bot"].append(Looker(accounts, UserId(bot)))
        lookers["account"].append(Looker(accounts))
    return Finder(stores.posts, stores.links, stores.doubts, lookers)
