"""/why: which rule passed a post on, or did not; by which filter and which value, when, and how long it took."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from aiogram.filters import CommandObject
from aiogram.types import LinkPreviewOptions, Message, MessageOriginChannel

from core.errors import UserError
from core.i18n import Texts
from core.ids import ChatId, MessageId
from core.moments import local_moment
from core.text import Formatted, split
from forwarding.explaining import Explainer, Explanation, Place, Ruling, Sending, Waits
from forwarding.program import Seen
from handlers.command import SlashCommand
from storage.outbox import DeliveryState
from storage.posts import BEHIND
from storage.reviews import Review
from storage.users import Role, User

MOST_FILTERS = 20
"""Of one rule; the rest is counted."""
MOST_MESSAGES = 3
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def on_why(message: Message, command: CommandObject, user: User, texts: Texts, explainer: Explainer) -> None:
    places = [await explainer.locate(command.args)] if command.args else places_of(message.reply_to_message)
    if not places:
        raise UserError("usage-why")
    explanation = await explainer.explain(places)
    told = Formatted("\n".join(lines(explanation, user.time_zone, texts)), ())
    for part in split(told)[:MOST_MESSAGES]:
        await message.answer(part.text, link_preview_options=NO_PREVIEW)


def places_of(asked: Message | None) -> Sequence[Place]:
    """The message itself; and, where it came from a channel, its place there."""
    if asked is None:
        return ()
    here = Place(ChatId(asked.chat.id), MessageId(asked.message_id))
    origin = asked.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return (here,)
    return here, Place(ChatId(origin.chat.id), MessageId(origin.message_id))


def lines(explanation: Explanation, time_zone: str, texts: Texts) -> Iterator[str]:
    yield texts("why-post", chat=explanation.chat, link=explanation.link)
    yield texts("why-came", posted=_exact(explanation.posted_at, time_zone, texts),
                came=_exact(explanation.came_at, time_zone, texts))  # fmt: skip
    if not explanation.rulings:
        yield texts("why-waiting" if explanation.is_waiting else "why-no-rule")
    for ruling in explanation.rulings:
        yield ""
        if ruling.judgement.outcome == BEHIND:
            yield texts("why-behind", rule=ruling.rule, version=ruling.version)
            continue
        yield from _ruling(ruling, explanation, time_zone, texts)


def _ruling(ruling: Ruling, explanation: Explanation, time_zone: str, texts: Texts) -> Iterator[str]:
    judgement = ruling.judgement
    yield texts(f"why-{judgement.outcome}", rule=ruling.rule, version=ruling.version)
    for seen in islice(judgement.seen, MOST_FILTERS):
        yield _filter(seen, texts)
    if (left := len(judgement.seen) - MOST_FILTERS) > 0:
        yield texts("why-more", count=left)
    if not judgement.seen:
        yield texts("why-no-filters")
    yield texts("why-decided", moment=_exact(ruling.decided_at, time_zone, texts))
    if ruling.review is not None and not ruling.review.is_waiting:
        yield _reviewed(ruling.review, time_zone, texts)
    if ruling.waits is not None:
        yield _waits(ruling.waits, time_zone, texts)
    if ruling.made:
        yield texts(f"why-made-{ruling.made}")
    for sending in ruling.sendings:
        yield _sending(sending, explanation.came_at, time_zone, texts)


def _reviewed(review: Review, time_zone: str, texts: Texts) -> str:
    moment = _exact(review.decided_at, time_zone, texts) if review.decided_at else ""
    return texts(f"why-reviewed-{review.state}", name=review.decider, moment=moment)


def _waits(waits: Waits, time_zone: str, texts: Texts) -> str:
    if waits.is_paused:
        return texts("why-gathered-paused")
    if waits.until is None:
        return texts("why-gathered-open")
    return texts("why-gathered", moment=local_moment(waits.until, time_zone, texts))


def _filter(seen: Seen, texts: Texts) -> str:
    title = filter_title(seen.name, texts)
    name = texts("forward-except", filter=title) if seen.is_negated else title
    value = texts("why-value", value=seen.value) if seen.value else ""
    return texts(f"why-filter-{seen.outcome}", filter=name, value=value)


def filter_title(name: str, texts: Texts) -> str:
    """What people call the filter, or the transform that held a post back."""
    spelled = name.replace("_", "-")
    key = next((key for key in (f"filter-{spelled}", f"transform-{spelled}") if texts.translator.has(key)), "")
    return texts(key) if key else name


def _sending(sending: Sending, came_at: datetime, time_zone: str, texts: Texts) -> str:
    where = {"chat": sending.chat, "link": sending.link}
    if sending.sent_at is not None:
        seconds = round((sending.sent_at - came_at).total_seconds(), 1)
        return texts("why-sent", **where, moment=_exact(sending.sent_at, time_zone, texts), seconds=seconds)
    match sending.state:
        case DeliveryState.SENT:
            return texts("why-sent-once", **where)
        case DeliveryState.DEAD:
            return texts("why-dead", **where, reason=sending.reason)
        case DeliveryState.UNKNOWN:
            return texts("why-unsure", **where)
    return texts("why-queued", **where, moment=_exact(sending.due_at or came_at, time_zone, texts))


def _exact(moment: datetime, time_zone: str, texts: Texts) -> str:
    """To the second: what is asked for is how long something took."""
    return f"{local_moment(moment, time_zone, texts)}:{moment:%S}"


COMMAND = SlashCommand("why", on_why, role=Role.ADMIN)
