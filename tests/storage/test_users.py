"""Users: who newcomers are, and what stays when they come again."""

import pytest

from core.ids import UserId
from storage.users import Role, Users
from tests.fakes.clock import FakeClock

ANNA = UserId(1001)
BEN = UserId(2**40)


@pytest.fixture
def users(database, clock: FakeClock) -> Users:
    return Users(database, clock)


async def test_a_newcomer_is_a_stranger_who_is_spoken_to_in_their_language(users: Users, clock: FakeClock):
    anna = await users.touch(ANNA, "Анна", "anna", "ru")
    ben = await users.touch(BEN, "Ben", "", "de")

    assert (anna.role, anna.language, anna.time_zone) == (Role.STRANGER, "ru", "UTC")
    assert ben.language == "en"
    assert anna.created_at == clock.now()
    assert await users.get(BEN) == ben
    assert await users.count() == 2


async def test_a_new_name_is_kept_and_a_chosen_language_stays(users: Users):
    await users.touch(ANNA, "Анна", "anna", "ru")
    await users.set_language(ANNA, "en")
    await users.set_time_zone(ANNA, "Europe/Moscow")
    await users.set_role(ANNA, Role.ADMIN)

    again = await users.touch(ANNA, "Анна Б.", "anna", "ru")

    assert (again.name, again.language, again.time_zone, again.role) == ("Анна Б.", "en", "Europe/Moscow", Role.ADMIN)
    assert again.role.is_admin


async def test_an_owner_named_before_the_first_message_gets_their_language_with_it(users: Users):
    await users.set_role(ANNA, Role.OWNER)

    anna = await users.touch(ANNA, "Анна", "anna", "ru-RU")

    assert (anna.language, anna.role) == ("ru", Role.OWNER)
    assert await users.owner() == anna


async def test_people_are_listed_by_the_least_role(users: Users):
    await users.touch(ANNA, "Анна", "", "ru")
    await users.touch(BEN, "Ben", "", "en")
    await users.set_role(ANNA, Role.USER)
    await users.set_role(BEN, Role.OWNER)

    assert [user.id for user in await users.by_role(Role.USER)] == [BEN, ANNA]
    assert [user.id for user in await users.by_role(Role.ADMIN)] == [BEN]
    assert len(await users.all(limit=1, offset=1)) == 1


async def test_a_name_that_no_database_can_hold_is_cleaned(users: Users):
    user = await users.touch(ANNA, "A\0nn\ud83da", "", None)

    assert user.name == "Ann?a"
