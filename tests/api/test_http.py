"""The HTTP edge: health for machines, and a webhook that only Telegram can use."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from api.app import build_app
from api.server import serving
from core.errors import SettingsError, Unavailable
from core.health import Health
from core.metrics import Metrics
from core.tasks import Supervisor

SECRET = "a-secret"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Inbox:
    """Writes updates down until it breaks."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.is_broken = False

    async def accept(self, updates: Sequence[dict[str, Any]]) -> None:
        if self.is_broken:
            raise Unavailable("error-database-unavailable")
        self.updates += updates


async def well() -> None:
    return


async def broken() -> None:
    raise Unavailable


def health(**probes: Any) -> Health:
    return Health(probes, frozenset(probes), frozenset(probes) - {"telegram"})


def client(app: FastAPI) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://bot")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def app(inbox: Inbox) -> FastAPI:
    return build_app(health(database=well), CollectorRegistry(), accept=inbox.accept, secret=SECRET)


async def test_an_update_with_the_secret_is_a_row_before_the_200(app: FastAPI, inbox: Inbox):
    async with client(app) as http:
        answer = await http.post("/telegram", json={"update_id": 1}, headers={HEADER: SECRET})

    assert answer.status_code == 200
    assert inbox.updates == [{"update_id": 1}]


@pytest.mark.parametrize("headers", [{}, {HEADER: "wrong"}, {HEADER: ""}, {HEADER: "секрет".encode()}])
async def test_nobody_else_speaks_for_telegram(app: FastAPI, inbox: Inbox, headers: dict[str, Any]):
    async with client(app) as http:
        answer = await http.post("/telegram", json={"update_id": 1}, headers=headers)

    assert answer.status_code == 403
    assert inbox.updates == []


async def test_without_a_secret_everything_is_refused(inbox: Inbox):
    app = build_app(health(), CollectorRegistry(), accept=inbox.accept, secret="")
    async with client(app) as http:
        assert (await http.post("/telegram", json={"update_id": 1}, headers={HEADER: ""})).status_code == 403


async def test_telegram_tries_again_when_the_row_could_not_be_written(app: FastAPI, inbox: Inbox):
    inbox.is_broken = True
    async with client(app) as http:
        answer = await http.post("/telegram", json={"update_id": 1}, headers={HEADER: SECRET})

    assert answer.status_code >= 500


@pytest.mark.parametrize("body", ["nonsense", "[]", '{"update_id": "x"}', "{}"])
async def test_what_is_no_update_is_refused(app: FastAPI, inbox: Inbox, body: str):
    async with client(app) as http:
        answer = await http.post("/telegram", content=body, headers={HEADER: SECRET})

    assert answer.status_code == 400
    assert inbox.updates == []


async def test_ready_is_503_while_a_store_is_down_but_not_for_telegrams_outage():
    registry = CollectorRegistry()
    async with client(build_app(health(database=broken), registry)) as http:
        assert (await http.get("/ready")).status_code == 503
        assert (await http.get("/live")).status_code == 200
    async with client(build_app(health(database=well, telegram=broken), registry)) as http:
        assert (await http.get("/ready")).status_code == 200
        assert (await http.get("/health")).json()["telegram"] == {"well": False, "needed": True}
        assert (await http.post("/telegram", json={})).status_code == 404  # no webhook, no route


async def test_metrics_are_readable_by_prometheus():
    registry = CollectorRegistry()
    Metrics(registry).updates.labels("message").inc()
    async with client(build_app(health(), registry)) as http:
        answer = await http.get("/metrics")

    assert 'updates_total{kind="message"} 1.0' in answer.text


async def test_a_port_that_is_taken_is_told_by_the_settings_name():
    supervisor = Supervisor()
    async with serving(build_app(health(), CollectorRegistry()), "127.0.0.1", 0, supervisor) as port:
        async with httpx.AsyncClient() as http:
            assert (await http.get(f"http://127.0.0.1:{port}/live")).status_code == 200
        with pytest.raises(SettingsError) as caught:
            async with serving(build_app(health(), CollectorRegistry()), "127.0.0.1", port, supervisor):
                pass
    assert caught.value.params["setting"] == "API__PORT"
