"""Tools: what a call does, what goes back to the model, what waits for a button."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agents.state import ApprovalAsked, Turn
from core.errors import UserError
from core.ids import ChatId, MessageId
from forwarding.spec import simple_rule
from forwarding.wishes import Wishes, wished_rule
from storage.posts import StoredPost
from tests.fakes.agents import ANNA, BEN, Desk, end_of, results_of, text_of, tools_of


async def test_a_tools_result_goes_back_to_the_model(desk: Desk):
    desk.ollama.call_tool("calculate", expression="0.1 + 0.2")
    desk.ollama.reply("It is 0.3")

    assert text_of(await desk.ask("What is 0.1 and 0.2?")) == "It is 0.3"
    assert results_of(desk) == ["0.1 + 0.2 = 0.3"]
    assert desk.ollama.chats[-1]["messages"][-1]["tool_name"] == "calculate"


async def test_a_wrong_call_goes_back_once_and_then_the_model_answers_without_tools(desk: Desk):
    desk.ollama.call_tool("calculate", formula="1")
    desk.ollama.call_tool("no_such_tool")
    desk.ollama.reply("Without tools then.")

    assert text_of(await desk.ask("Hello")) == "Without tools then."
    assert all(result.startswith("Error:") for result in results_of(desk))
    assert "expression" in results_of(desk)[0]
    assert tools_of(desk, 1) != []
    assert tools_of(desk) == []


async def test_rounds_with_tools_are_limited(desk: Desk):
    for _ in range(4):
        desk.ollama.call_tool("calculate", expression="1+1")
    desk.ollama.reply("Two.")

    assert text_of(await desk.ask("Hello")) == "Two."
    assert len(desk.ollama.chats) == 5
    assert tools_of(desk) == []


async def test_a_model_that_only_calls_tools_ends_with_a_sentence(desk: Desk):
    for _ in range(5):
        desk.ollama.call_tool("calculate", expression="1+1")

    assert end_of(await desk.ask("Hello")).error_key == "error-model-empty"


async def test_no_agent_offers_more_than_eight_tools(desk: Desk):
    for spec in desk.runner.agents():
        await desk.ask("Hello", agent=spec.name, is_admin=True)
        assert 1 < len(tools_of(desk)) <= 8, spec.name


async def test_a_reminder_is_made_for_the_person_in_their_zone_and_once_per_turn(desk: Desk):
    turn = replace(await desk.turn("Напомни завтра в 9 позвонить маме"), language="ru", time_zone="Europe/Moscow")
    for _ in range(2):
        desk.ollama.call_tool("remind", when="завтра в 9", what="позвонить маме")
        desk.ollama.reply("Напомню.")
        await desk.collect(turn)

    made = await desk.services.reminders.of(ANNA)

    assert [(reminder.text, reminder.chat, f"{reminder.when.at:%d %H:%M}") for reminder in made] == [
        ("позвонить маме", 1001, "03 06:00")
    ]


async def test_the_person_sees_only_masked_card_numbers_from_the_tool(desk: Desk):
    desk.ollama.call_tool("check_card", number="4111 1111 1111 1111")
    desk.ollama.reply("It is a Visa.")

    assert end_of(await desk.ask("Is 4111 1111 1111 1111 right?")).agent == "cards"
    assert '"network": "Visa"' in results_of(desk)[0]
    assert "411111******1111" in results_of(desk)[0]


@pytest.mark.parametrize(
    ("text", "agent", "tool", "expected"),
    [
        ("Проверь требования: Система должна работать быстро.", "analyst", "check_requirements", "missing-measure"),
        ("```python\nclass Dog(Pet):\n    def bark(self): ...\n```", "architect", "outline_code", "Pet <|-- Dog"),
        ("2026-11-02 10:00:00 ERROR no answer from 10.0.0.1", "support", "read_logs", "no answer from <ip>"),
    ],
)
async def test_a_specialists_tool_reads_the_message_itself(desk: Desk, text: str, agent: str, tool: str, expected: str):
    desk.ollama.call_tool(tool)
    desk.ollama.reply("Here it is.")

    assert end_of(await desk.ask(text)).agent == agent
    assert expected in results_of(desk)[0]


async def test_loans_and_fees_are_computed(desk: Desk):
    desk.ollama.reply(
        tool_calls=[
            ("loan", {"principal": 100000, "annual_percent": 12, "months": 12}),
            ("fee", {"amount": 1000, "percent": 1.5, "least": 30}),
        ]
    )
    desk.ollama.reply("So much.")

    await desk.ask("Сколько платить по кредиту?")

    assert results_of(desk)[0].startswith("monthly payment 8884.88,")
    assert results_of(desk)[1].startswith("fee 30.00,")


async def test_dates_are_counted_from_the_persons_today(desk: Desk):
    desk.ollama.call_tool("dates", end="2026-12-31", add_days=1)
    desk.ollama.reply("Soon.")

    await desk.ask("When is it?", time_zone="Asia/Kamchatka")

    assert "today: Tuesday 2026-11-03" in results_of(desk)[0]
    assert "58 days" in results_of(desk)[0]


RULE = {"source": "@source_news", "destination": "@target_news", "keep": "release, релиз"}


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ({}, ["Every post passes."]),
        ({"drop": ["ad"]}, ["Never with the words: ad."]),
        (
            {"keep": ["ad"], "drop": ["ad"]},
            [
                "Only with the words: ad.",
                "Never with the words: ad.",
                "⚠ No post can pass: the filters contradict each other.",
            ],
        ),
        ({"keep": ["news"], "never": "ads, polls"}, ["Only with the words: news.", "Never: advertising, polls."]),
        (
            {"only": ["photos"], "judged": "about hardware"},
            ["Only: photos.", "Only what a model finds to be: about hardware."],
        ),
    ],
)
async def test_a_proposal_says_which_posts_pass(desk: Desk, words: dict[str, Any], lines: list[str]):
    desk.ollama.call_tool("propose_rule", source="@source_news", destination="@target_news", **words)
    turn = replace(await desk.turn("Forward posts from @source_news to @target_news"), is_admin=True)

    (asked,) = [chunk for chunk in await desk.collect(turn) if isinstance(chunk, ApprovalAsked)]

    assert desk.translator.text("en", asked.key, **asked.params).splitlines()[1:] == lines


async def propose(desk: Desk) -> tuple[Turn, ApprovalAsked]:
    desk.ollama.call_tool("propose_rule", **RULE)
    turn = replace(await desk.turn("Forward posts from @source_news to @target_news"), is_admin=True)
    asked = [chunk for chunk in await desk.collect(turn) if isinstance(chunk, ApprovalAsked)]
    assert len(asked) == 1
    return turn, asked[0]


async def test_a_rule_is_made_only_after_the_press_and_only_once(desk: Desk):
    turn, asked = await propose(desk)
    assert asked.key == "approval-propose-rule"
    question = desk.translator.text("en", asked.key, **asked.params)
    assert question == "Copy new posts from “Source news” to “Digest”?\nOnly with the words: release, релиз."
    assert desk.rules.created == []

    approval = await desk.services.approvals.take(asked.approval, ANNA)
    assert approval is not None
    chunks = [chunk async for chunk in desk.runner.resume(approval, turn)]

    spec = wished_rule(ChatId(-100500), ChatId(-100600), Wishes(keep=("release", "релиз")))
    assert desk.rules.created == [(spec, ANNA, f"approval:{approval.id}")]
    assert "Source news → Digest" in text_of(chunks)
    assert end_of(chunks).state == "done"
    assert await desk.services.approvals.take(asked.approval, ANNA) is None


async def test_a_proposal_stays_in_history_as_the_person_saw_it(desk: Desk):
    turn, asked = await propose(desk)

    answer = (await desk.recorded(turn.id)).answer
    assert answer == desk.translator.text("en", asked.key, **asked.params)
    assert len(desk.ollama.chats) == 1


async def test_who_is_no_admin_any_more_cannot_carry_out_what_waits(desk: Desk):
    turn, asked = await propose(desk)
    approval = await desk.services.approvals.take(asked.approval, ANNA)
    assert approval is not None

    refused = [chunk async for chunk in desk.runner.resume(approval, replace(turn, is_admin=False))]
    foreign = [chunk async for chunk in desk.runner.resume(approval, replace(turn, user=BEN))]

    assert end_of(refused).error_key == end_of(foreign).error_key == "error-not-allowed-to-approve"
    assert desk.rules.created == []


async def test_a_rule_that_is_refused_ends_with_its_reason(desk: Desk):
    turn, asked = await propose(desk)
    approval = await desk.services.approvals.take(asked.approval, ANNA)
    assert approval is not None
    desk.rules.refusal = UserError("error-rule-same-chat")

    assert end_of([chunk async for chunk in desk.runner.resume(approval, turn)]).error_key == "error-rule-same-chat"


async def test_an_unknown_channel_is_told_to_the_model_and_asks_for_nothing(desk: Desk):
    desk.ollama.call_tool("propose_rule", source="@nowhere", destination="@target_news")
    desk.ollama.reply("I cannot find it.")

    chunks = await desk.ask("Forward posts from @nowhere", is_admin=True)

    assert not [chunk for chunk in chunks if isinstance(chunk, ApprovalAsked)]
    assert "@nowhere" in results_of(desk)[0]


async def test_posts_of_watched_channels_are_found_by_their_words_and_quoted(desk: Desk):
    await desk.rules.create(simple_rule(ChatId(-100500), ChatId(-100600)), ANNA, "k")
    for number, text in enumerate(["Вышли новые релизы", "Погода", ""]):
        await desk.services.posts.add(
            StoredPost(ChatId(-100500), MessageId(number), desk.clock.now() - timedelta(hours=number), {"text": text})
        )
    desk.ollama.call_tool("channel_posts", words="релиз")
    desk.ollama.reply("There was one.")

    await desk.ask("What did the channels write?", is_admin=True)

    assert "Вышли новые релизы" in results_of(desk)[0]
    assert "Погода" not in results_of(desk)[0]
    assert results_of(desk)[0].startswith('<quoted source="channel">')


async def test_channel_posts_are_not_offered_to_who_is_no_admin(desk: Desk):
    await desk.ask("Hello")

    assert "channel_posts" not in tools_of(desk)
