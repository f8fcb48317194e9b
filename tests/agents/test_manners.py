"""Personas: the repository's, the admins' own, and what none may be called."""

import pytest

from agents.manners import LONGEST, MOST, Personas
from core.errors import UserError
from core.ids import UserId
from storage.database import Database
from storage.personas import OwnPersonas

ADMIN = UserId(1)


@pytest.fixture
def personas(database: Database) -> Personas:
    return Personas(OwnPersonas(database))


async def test_an_own_persona_stands_in_the_place_of_the_repositorys(personas: Personas):
    given = {each.name for each in await personas.all()}
    await personas.save("Teacher", "You are strict.", ADMIN)
    assert {each.name for each in await personas.all()} == given
    assert await personas.prompt("teacher") == "You are strict."
    assert await personas.remove(" TEACHER ")
    assert await personas.prompt("teacher") not in ("", "You are strict.")
    assert not await personas.remove("teacher")


@pytest.mark.parametrize("name", ["", "two words", "a:b", "п" * 21, "鬼" * 17, "default"])
async def test_a_name_that_no_button_could_carry_or_that_means_something_else_is_refused(personas: Personas, name: str):
    with pytest.raises(UserError, match="error-persona-name"):
        await personas.save(name, "You talk.", ADMIN)


@pytest.mark.parametrize("prompt", [" ", "x" * (LONGEST + 1)])
async def test_a_prompt_is_neither_empty_nor_endless(personas: Personas, prompt: str):
    with pytest.raises(UserError, match="error-persona-prompt"):
        await personas.save("pirate", prompt, ADMIN)


async def test_there_are_as_many_as_a_screen_holds_and_those_may_be_written_anew(personas: Personas):
    for number in range(MOST):
        await personas.save(f"p{number}", "You talk.", ADMIN)
    with pytest.raises(UserError, match="error-persona-too-many"):
        await personas.save("another", "You talk.", ADMIN)
    await personas.save("p0", "You sing.", ADMIN)
    assert await personas.prompt("p0") == "You sing."
