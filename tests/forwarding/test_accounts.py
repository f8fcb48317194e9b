"""Several accounts against the sandbox's MTProto: who reads what, who sends, and one that was signed out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from telethon import functions

from core.config import Settings
from core.errors import SettingsError, Unavailable, UserError
from core.ids import ChatId, MessageId, UserId
from forwarding.outgoing import CopyPosts
from forwarding.rules import RuleBook
from forwarding.spec import simple_rule
from forwarding.transports.mtproto.account import Account
from forwarding.transports.mtproto.accounts import Accounts
from forwarding.transports.mtproto.sessions import account_names, session_file
from forwarding.transports.protocol import Address
from sandbox.model import Content
from sandbox.mtproto.login import CODES
from sandbox.mtproto.server import MtprotoServer
from sandbox.seed import ANNA, BEN
from storage.database import Database
from storage.rules import Rules
from storage.watermarks import Watermarks
from tests.fakes.clock import FakeClock
from tests.fakes.telethon_client import serving
from tests.fakes.transport import FakeTransport
from tests.forwarding.test_mtproto import settings_of


@dataclass(slots=True)
class Two:
    """Anna's account, which needs no name, and Ben's. Ben alone sees his diary; both see what stands in the square."""

    server: MtprotoServer
    settings: Settings
    anna: Account
    ben: Account
    accounts: Accounts
    diary: ChatId
    square: ChatId

    def post(self, channel: str, text: str) -> MessageId:
        world = self.server.world
        message = world.posting.send(world.accounts[BEN], world.chat_named(channel, BEN), Content(text))
        return MessageId(message.shared_id)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MtprotoServer]:
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture
async def two(server: MtprotoServer, tmp_path: Path, database: Database, clock: FakeClock) -> AsyncIterator[Two]:
    world, settings = server.world, settings_of(server, tmp_path)
    anna, ben = world.accounts[ANNA], world.accounts[BEN]
    for name in ("diary", "square"):
        world.members.create(ben, "channel", name, username=f"bens_{name}")
    square = world.chat_named("@bens_square", BEN)
    world.members.join(anna, square)
    world.members.promote(ben, square, anna)
    first, second = Account(settings), Account(settings, "ben")
    for account, person in ((first, anna), (second, ben)):
        await account.connect()
        await account.send_code(person.phone)
        assert await account.sign_in(person.phone, world.kept[CODES][person.phone])
        await account.learn_chats()
    accounts = Accounts([first, second], Watermarks(database), clock)
    chats = [(await accounts.resolve(f"@bens_{name}")).id for name in ("diary", "square")]
    yield Two(server, settings, first, second, accounts, *chats)
    for account in (first, second):
        await account.close()


async def sign_out(account: Account) -> None:
    """On another device."""
    await account.client(functions.auth.LogOutRequest())


async def test_each_source_is_read_by_the_first_account_that_sees_it(two: Two):
    assert await two.accounts.reader_of(two.square) is two.anna
    assert await two.accounts.reader_of(two.diary) is two.ben
    assert await two.accounts.reader_of(ChatId(-1009999999999)) is None


async def test_a_copy_is_sent_by_who_reads_the_source_and_may_post_there(two: Two):
    original = two.post("@bens_diary", "Dear diary")
    posts = CopyPosts(two.diary, (original,), via="account")
    (copy,) = await two.accounts.copy(Address(two.square, key="k", random_id=7), posts)
    message = await two.ben.client.get_messages(two.square, ids=int(copy))
    assert message.message == "Dear diary"


async def test_nobody_carries_where_one_only_reads_and_the_other_only_posts(two: Two):
    world = two.server.world
    world.members.create(world.accounts[ANNA], "channel", "Anna's own", username="annas_own")
    await two.anna.learn_chats()
    own = (await two.accounts.resolve("@annas_own")).id
    assert (await two.accounts.rights(two.diary)).can_read
    assert (await two.accounts.rights(own)).can_post
    assert not await two.accounts.can_carry(two.diary, own)
    assert await two.accounts.can_carry(two.diary, two.square)


async def test_a_rule_for_which_no_account_does_both_is_not_saved(two: Two, database: Database, clock: FakeClock):
    world = two.server.world
    world.members.create(world.accounts[ANNA], "channel", "Anna's own", username="annas_own")
    await two.anna.learn_chats()
    own = (await two.accounts.resolve("@annas_own")).id
    bot = FakeTransport()
    for chat in (own, two.square):
        bot.allow(bot.add_chat(chat, str(chat)), None)
        bot.allow(chat, UserId(ANNA))
    rulebook = RuleBook(Rules(database, clock), {"bot": bot, "account": two.accounts}, clock)
    with pytest.raises(UserError) as raised:
        await rulebook.create(simple_rule(two.diary, own), UserId(ANNA), "update:1")
    assert raised.value.key == "error-rule-account-cannot-post"
    assert await rulebook.create(simple_rule(two.diary, two.square), UserId(ANNA), "update:2")


async def test_while_one_account_is_still_connecting_nothing_is_sent_by_another(two: Two):
    posts = CopyPosts(two.diary, (two.post("@bens_diary", "x"),), via="account")
    two.anna.state = "connecting"
    with pytest.raises(Unavailable):
        await two.accounts.copy(Address(two.square, key="k", random_id=7), posts)


async def test_an_account_that_is_signed_out_silences_nobody(two: Two, clock: FakeClock):
    original = two.post("@bens_square", "for all")
    assert await two.accounts.reader_of(two.square) is two.anna
    await sign_out(two.anna)
    posts = CopyPosts(two.square, (original,), via="account")
    with pytest.raises(Unavailable):
        await two.accounts.copy(Address(two.square, key="k", random_id=7), posts)
    assert two.anna.state == "signed_out"
    assert await two.accounts.reader_of(two.square) is two.ben
    assert len(await two.accounts.copy(Address(two.square, key="k", random_id=7), posts)) == 1


def test_each_account_has_a_file_of_its_own_and_the_one_without_a_name_comes_first(tmp_path: Path):
    for name in ("zoe", "", "ben"):
        session_file(tmp_path, name).touch()
    (tmp_path / "account.ben.new").touch()
    assert account_names(tmp_path) == ["", "ben", "zoe"]


@pytest.mark.parametrize("name", ["../ben", "Ben Smith", "x" * 33, "имя"])
def test_a_name_that_can_be_no_file_is_refused(tmp_path: Path, name: str):
    with pytest.raises(SettingsError):
        session_file(tmp_path, name)
