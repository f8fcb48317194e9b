"""The same conversation by webhook: Telegram calls us, and only with the secret."""

import httpx
import pytest

from tests.fakes.process import free_port
from tests.fakes.stage import Stage

SECRET = "a-secret-of-the-flow"


@pytest.mark.usefixtures("typed")
async def test_updates_by_webhook_are_answered_and_a_stranger_without_the_secret_is_refused(folder):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    async with Stage(folder, API__PORT=str(port), WEBHOOK_URL=address, WEBHOOK_SECRET=SECRET) as stage:
        stage.bot.api_port = port
        await stage.open()
        stage.ollama.reply("By webhook.")
        await stage.ask(stage.anna, "Hello?", "By webhook.")
        forged = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}
        async with httpx.AsyncClient(base_url=address) as client:
            for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
                answer = await client.post("/telegram", json=forged, headers=headers)
                assert answer.status_code == 403
