"""Whose answer a message is: put, put again, found."""

from core.ids import ChatId, MessageId, TurnId
from storage.answers import AnswerMessages
from storage.database import Database

CHAT = ChatId(1)


async def test_a_message_leads_to_the_turn_that_stands_in_it_now(database: Database):
    answers = AnswerMessages(database)
    await answers.put(TurnId(1), CHAT, [MessageId(11), MessageId(12)])

    await answers.put(TurnId(1), CHAT, [MessageId(11)])
    await answers.put(TurnId(2), CHAT, [MessageId(13), MessageId(14)])

    assert await answers.of(TurnId(1)) == [11]
    assert await answers.of(TurnId(2)) == [13, 14]
    assert await answers.turn_of(CHAT, MessageId(14)) == 2
    assert await answers.turn_of(CHAT, MessageId(12)) is None
    assert await answers.turn_of(ChatId(2), MessageId(14)) is None


async def test_an_answers_own_buttons_are_kept_with_it_until_it_is_answered_anew(database: Database):
    answers = AnswerMessages(database)
    undo = {"key": "button-undo", "data": "remind:undo:1"}
    await answers.put(TurnId(1), CHAT, [MessageId(11), MessageId(12)], [undo])
    assert await answers.offers(TurnId(1)) == [undo]

    await answers.put(TurnId(1), CHAT, [MessageId(11)])
    assert await answers.offers(TurnId(1)) == []
