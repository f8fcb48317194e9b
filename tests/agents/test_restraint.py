"""Restraint: which questions need a tool is judged by rules, and calls without need are counted."""

import pytest

from agents.policy import own_words
from agents.runner import load_agents, load_tools
from tests.fakes.agents import Desk

NEEDED = """
What is 17 * 23?
How much is 15% of 240?
Compute 12.5 + 7
Remind me tomorrow at 9 to call Anna
Set a timer for ten minutes
Don't let me forget the milk
Which reminders do I have?
Cancel the reminder about milk
What day of the week is 2027-01-01?
How many days until Christmas?
What did I say about my sister?
Do you remember my address?
What is in https://example.org/article ?
Summarise example.org/story please
Search the web for new trams
What is the weather in Oslo?
What did the channels post today?
Сколько будет 17 умножить на 23?
Посчитай 120 / 7
Напомни завтра в 9 позвонить Анне
Поставь будильник на 7 утра
Какие у меня напоминания?
Отмени напоминание про молоко
Какой день недели 1 января 2027?
Сколько дней до нового года?
Что я говорил о сестре?
Помнишь мой адрес?
Что пишут на https://example.org/novosti ?
Поищи в интернете расписание электричек
Какая погода в Казани?
Что нового в каналах?
"""

NOT_NEEDED = """
Hello!
Thank you very much
Tell me a joke about cats
Write a poem about the sea
Translate “good morning” into French
Why is the sky blue?
Explain recursion to a child
Who wrote War and Peace?
Make this sentence shorter: I am very, very tired
What is the capital of Norway?
Give me three ideas for dinner
I like tea
How do I boil an egg?
Write a letter to my landlord about the broken heater
What does “serendipity” mean?
Привет!
Большое спасибо
Расскажи анекдот про кошек
Напиши стихотворение о море
Переведи «доброе утро» на французский
Почему небо голубое?
Объясни рекурсию ребёнку
Кто написал «Войну и мир»?
Сократи: я очень, очень устал
Какая столица Норвегии?
Предложи три идеи для ужина
Я люблю чай
Как сварить яйцо?
Что значит слово «серендипность»?
Придумай имя для собаки
"""


def is_needed(text: str) -> bool:
    tools = load_tools()
    return any(tools[name].is_asked_for(text) for name in load_agents()["assistant"].tools)


@pytest.mark.parametrize("text", NEEDED.strip().splitlines())
def test_a_tool_is_needed_for(text: str):
    assert is_needed(text)


@pytest.mark.parametrize("text", NOT_NEEDED.strip().splitlines())
def test_no_tool_is_needed_for(text: str):
    assert not is_needed(text)


async def test_calls_with_and_without_need_are_counted(desk: Desk):
    desk.ollama.call_tool("calculate", expression="1+1")
    desk.ollama.reply("Two.")
    await desk.ask("What is 1+1?", agent="assistant")
    desk.ollama.call_tool("calculate", expression="1+1")
    desk.ollama.reply("Hello.")
    await desk.ask("Hello!", agent="assistant")
    await desk.ask("Tell me a joke", agent="assistant")

    seen = desk.services.metrics.restraint()

    assert (seen.turns, seen.called, seen.needless) == (3, 2, 1)


async def test_what_was_forwarded_counts_for_nothing(desk: Desk):
    await desk.ask("Remind me in 10 minutes", is_untrusted=True)

    assert desk.services.metrics.restraint().turns == 0
    assert own_words(await desk.turn("Remind me")) == "Remind me"
