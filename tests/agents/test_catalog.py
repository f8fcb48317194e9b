"""The catalogue of agents and tools: complete, named alike everywhere, and chosen by what people write."""

import pytest
from pydantic import BaseModel

from agents.graph import Nodes, build_graph
from agents.prompting import read_prompts
from agents.runner import load_agents, load_tools
from agents.state import Turn
from agents.supervisor import choose
from core.i18n import Translator
from core.ids import ChatId, ThreadId, TurnId, UserId

AGENTS, TOOLS = load_agents(), load_tools()


def turn(text: str, *, agent: str = "", is_admin: bool = False) -> Turn:
    return Turn(
        TurnId(1), ThreadId("1:0"), UserId(1), ChatId(1), text, "en", is_private=True, agent=agent, is_admin=is_admin
    )


def test_the_agents_that_the_product_names_are_there_the_assistant_first():
    assert list(AGENTS) == ["assistant", "analyst", "architect", "cards", "editor", "support"]


@pytest.mark.parametrize("name", AGENTS)
def test_an_agent_has_a_prompt_texts_in_all_languages_and_known_tools(name: str, translator: Translator):
    assert len(read_prompts([name])[name]) > 500
    assert set(AGENTS[name].tools) <= set(TOOLS)
    for language in translator.languages:
        assert translator.text(language, f"agent-{name}")
        assert translator.text(language, f"agent-{name}-about")


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_has_a_flat_schema_and_is_either_run_or_proposed(name: str):
    tool = TOOLS[name]
    schema = tool.spec.parameters

    assert issubclass(tool.arguments, BaseModel)
    assert all(
        "type" in field and "$ref" not in str(field) and "anyOf" not in field for field in schema["properties"].values()
    )
    assert all(field.get("description") for field in schema["properties"].values())
    assert (tool.run is None) == tool.needs_approval == (tool.carry_out is not None)


def test_what_is_proposed_can_be_said_in_all_languages(translator: Translator):
    for tool in TOOLS.values():
        if tool.needs_approval:
            assert translator.has(f"approval-{tool.name.replace('_', '-')}")


def test_every_tool_is_some_agents():
    assert {tool for spec in AGENTS.values() for tool in spec.tools} == set(TOOLS)


def test_the_graph_has_a_node_for_each_step_and_each_agent():
    nodes = Nodes(None, AGENTS, dict.fromkeys(AGENTS, ""), None)  # type: ignore[arg-type]  # built, never run

    drawn = build_graph(nodes, AGENTS).get_graph().nodes

    assert {"guard", "recall", "supervise", "fallback", "finish", *AGENTS} <= set(drawn)


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Привет! Как дела?", "assistant"),
        ("Remind me to buy a birthday card", "assistant"),
        ("How do I log in?", "assistant"),
        ("Напомни завтра про встречу", "assistant"),
        ("Проверь требования к сервису", "analyst"),
        ("Напиши пользовательскую историю про вход", "analyst"),
        ("Is this a good acceptance criterion? The system shall be fast.", "analyst"),
        ("4111 1111 1111 1111", "cards"),
        ("Посчитай платёж по ипотеке на 20 лет", "cards"),
        ("What is the interest rate on this loan?", "cards"),
        ("Какая комиссия за перевод?", "cards"),
        ("def f(x):\n    return x", "architect"),
        ("Нарисуй диаграмму классов", "architect"),
        ("What is the cyclomatic complexity here?", "architect"),
        ("Traceback (most recent call last):\n  File", "support"),
        ("Посмотри логи, сервер упал", "support"),
        ("2026-11-02 10:00:00 ERROR db gone", "support"),
    ],
)
def test_the_supervisor_reads_the_signs_in_both_languages(text: str, agent: str):
    assert choose(turn(text), AGENTS) == agent


@pytest.mark.parametrize(
    "text", ["Пересылай посты из @source_news в @target_news", "Forward all posts from @a to @b", "Настрой репост"]
)
def test_the_editor_answers_admins_only(text: str):
    assert choose(turn(text, is_admin=True), AGENTS) == "editor"
    assert choose(turn(text), AGENTS) == "assistant"
    assert choose(turn("Hello", agent="editor"), AGENTS) == "assistant"


def test_a_persons_choice_goes_before_the_signs_and_one_that_is_gone_counts_as_none():
    assert choose(turn("Проверь требования", agent="cards"), AGENTS) == "cards"
    assert choose(turn("Проверь требования", agent="plumber"), AGENTS) == "analyst"
