"""Settings of filters and transforms as people send them: written, or as a file; long lists with an entry a line."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiogram import Bot
from aiogram.types import BufferedInputFile, Message, MessageEntity

from core.errors import UserError
from forwarding.rule_files import read_settings, write_settings
from handlers.downloads import download
from handlers.ui.rule_settings import LISTS, is_long

LARGEST_LIST = 4_000_000
"""Bytes: more than the longest list of the longest words."""
MARKS = {
    "bold": "**",
    "italic": "__",
    "strikethrough": "~~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "[",
}


async def read_params(message: Message, name: str, former: Mapping[str, Any]) -> dict[str, Any]:
    """
    Raises:
        UserError: what is wrong with them, in one sentence.
    """
    file, bot = message.document, message.bot
    if file is None or bot is None:
        return read_settings(as_typed(message))
    data = await loaded(bot, file.file_id, file.file_size, LARGEST_LIST, "error-rule-list-large")
    if not (file.file_name or "").lower().endswith(".txt"):
        return await asyncio.to_thread(read_settings, _text(data))
    if name not in LISTS:
        raise UserError("error-rule-no-list")
    lines = [line.strip() for line in _text(data).splitlines()]
    return {**former, LISTS[name]: [line for line in lines if line]}


def as_typed(message: Message) -> str:
    """The text with the marks that an app takes for formatting while one writes: `**so**` arrives as a bold word."""
    text = (message.text or "").encode("utf-16-le")
    found = [each for each in message.entities or () if each.type in MARKS]
    marks = [(each.offset, -each.length, MARKS[each.type]) for each in found]
    marks += [(each.offset + each.length, each.length - len(text), _end(each)) for each in reversed(found)]
    # From right to left; at one place what ends stands before what begins, and what is outside of all else outside.
    for offset, _, mark in sorted(marks, key=lambda mark: mark[:2], reverse=True):
        text = text[: offset * 2] + mark.encode("utf-16-le") + text[offset * 2 :]
    return text.decode("utf-16-le")


def _end(entity: MessageEntity) -> str:
    return f"]({entity.url})" if entity.type == "text_link" else MARKS[entity.type]


async def loaded(bot: Bot, file: str, size: int | None, limit: int, key: str) -> bytes:
    """
    Raises:
        UserError: `key`, with the `limit` in kB; or it is not to be had.
    """
    if (size or 0) >= limit:
        raise UserError(key, limit=limit // 1000)
    data = await download(bot, file, size)
    if len(data) >= limit:
        raise UserError(key, limit=limit // 1000)
    return data


async def send_long(message: Message, name: str, params: Mapping[str, Any]) -> None:
    """Settings that a message cannot hold, as the file that can be changed and sent back."""
    if not is_long(params):
        return
    if LISTS.get(name) in params and isinstance(params[LISTS[name]], list | tuple):
        text, kind = "\n".join(map(str, params[LISTS[name]])), "txt"
    else:
        text, kind = write_settings(params), "yaml"
    await message.answer_document(BufferedInputFile(text.encode(), f"{name}.{kind}"))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("error-rules-not-text") from error
