"""The catalogue of agents and tools: complete, named alike everywhere, and chosen by what people write."""

import pytest
from pydantic import BaseModel

from agents.budget import budget_of
from agents.graph import Nodes, build_graph
from agents.guardrails import cost_of, tokens
from agents.prompting import read_prompts
from agents.runner import load_agents, load_tools
from agents.toolbox import MAX_TOOLS
from core.config import LEAST_CONTEXT
from core.i18n import Translator

AGENTS, TOOLS = load_agents(), load_tools()


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


@pytest.mark.parametrize("name", AGENTS)
def test_the_least_context_holds_instructions_tools_an_answer_and_a_question(name: str):
    specs = [TOOLS[each].spec for each in AGENTS[name].tools]
    most = sorted(specs, key=lambda spec: -cost_of((), [spec]))[:MAX_TOOLS]

    assert budget_of(LEAST_CONTEXT, most) - tokens(read_prompts([name])[name]) > LEAST_CONTEXT // 5


def test_every_tool_is_some_agents():
    assert {tool for spec in AGENTS.values() for tool in spec.tools} == set(TOOLS)


def test_the_graph_has_a_node_for_each_step_and_each_agent():
    nodes = Nodes(None, AGENTS, dict.fromkeys(AGENTS, ""), None)  # type: ignore[arg-type]  # built, never run

    drawn = build_graph(nodes, AGENTS).get_graph().nodes

    assert {"guard", "recall", "supervise", "fallback", "finish", *AGENTS} <= set(drawn)
