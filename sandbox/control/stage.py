"""Set the stage: people, bots, chats and their members, files."""

from typing import Any

from fastapi import APIRouter, Request, Response

from sandbox.bot_api.feed import Feed
from sandbox.bot_api.render import people
from sandbox.control import bodies
from sandbox.model import Account, Chat, Json
from sandbox.world import World


class Stage:
    def __init__(self, world: World, feed: Feed) -> None:
        self._world = world
        self._feed = feed

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/control", tags=["stage"])
        router.add_api_route("/accounts", self.accounts, methods=["GET"])
        router.add_api_route("/chats", self.chats, methods=["GET"])
        router.add_api_route("/people", self.add_person, methods=["POST"])
        router.add_api_route("/bots", self.add_bot, methods=["POST"])
        router.add_api_route("/bots/{bot}/updates", self.waiting, methods=["GET"])
        router.add_api_route("/chats", self.add_chat, methods=["POST"])
        router.add_api_route("/chats/{chat}", self.change_chat, methods=["PATCH"])
        router.add_api_route("/chats/{chat}/members", self.change_member, methods=["POST"])
        router.add_api_route("/chats/{chat}/migrate", self.migrate, methods=["POST"])
        router.add_api_route("/files", self.add_file, methods=["POST"])
        router.add_api_route("/files/{file}", self.read_file, methods=["GET"])
        return router

    async def accounts(self) -> list[Json]:
        return [self._account(each) for each in self._world.accounts.values()]

    async def chats(self) -> list[Json]:
        return [self._chat(each) for each in self._world.chats.values()]

    async def add_person(self, body: bodies.NewPerson) -> Json:
        return self._account(self._world.add_person(**body.model_dump()))

    async def add_bot(self, body: bodies.NewBot) -> Json:
        return self._account(self._world.add_bot(**body.model_dump()))

    async def waiting(self, bot: int) -> Json:
        """Updates that the bot has not confirmed yet."""
        queue = self._feed.queue(self._world.account(bot).id)
        return {
            "pending": len(queue.updates),
            "is_polled": queue.pollers > 0,
            "next_id": queue.next_id,
            "updates": queue.updates[:100],
        }

    async def add_chat(self, body: bodies.NewChat) -> Json:
        creator = self._world.account(body.creator)
        fields: dict[str, Any] = body.model_dump(exclude={"kind", "title", "creator"})
        return self._chat(self._world.members.create(creator, body.kind, body.title, **fields))

    async def change_chat(self, chat: str, body: bodies.ChatChange) -> Json:
        found = self._world.chat_named(chat, 0)
        if body.username is not None:
            self._world.name(found, body.username)
        if body.is_forum is not None:
            self._world.members.set_forum(found, is_forum=body.is_forum)
        if body.linked is not None:
            self._world.members.link(found, body.linked)
        self._world.members.change(found, is_protected=body.is_protected, has_signatures=body.has_signatures)
        return self._chat(found)

    async def change_member(self, chat: str, body: bodies.MemberChange) -> Json:
        found = self._world.chat_named(chat, 0)
        creator = next((each.account for each in found.members.values() if each.status == "creator"), body.account)
        actor = self._world.account(body.actor or creator)
        account = self._world.account(body.account)
        members = self._world.members
        rights = () if body.rights is None else (frozenset(body.rights),)
        acts = {
            "join": lambda: members.join(account, found),
            "leave": lambda: members.leave(account, found),
            "add": lambda: members.add(actor, found, account),
            "ban": lambda: members.ban(actor, found, account),
            "unban": lambda: members.unban(actor, found, account),
            "promote": lambda: members.promote(actor, found, account, *rights),
            "restrict": lambda: members.restrict(actor, found, account, frozenset(body.rights or ())),
        }
        acts[body.do]()
        return self._chat(found)

    async def migrate(self, chat: str) -> Json:
        return self._chat(self._world.members.migrate(self._world.chat_named(chat, 0)))

    async def add_file(self, request: Request, name: str = "", mime: str = "") -> Json:
        """The body is the file."""
        stored = self._world.files_kept.add(await request.body(), name, mime)
        return {"file": stored.id, "size": stored.size, "mime": stored.mime_type}

    async def read_file(self, file: int) -> Response:
        data = self._world.files_kept.read(file)
        return Response(data, media_type="application/octet-stream")

    def _account(self, account: Account) -> Json:
        shown = people.user(account)
        if account.bot is not None:
            shown |= {"token": account.bot.token, "commands": account.bot.commands}
        elif account.phone:
            shown["phone"] = account.phone
        return shown

    def _chat(self, chat: Chat) -> Json:
        shown: Json = {"key": chat.key, "kind": chat.kind, "title": chat.title, "username": chat.username}
        shown["id"] = chat.id
        shown["members"] = [{"account": each.account, "status": each.status} for each in chat.members.values()]
        shown["topics"] = [{"id": each.id, "title": each.title} for each in chat.topics.values()]
        shown["invite"] = chat.invite
        return shown
