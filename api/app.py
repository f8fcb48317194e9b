"""The HTTP edge: health and metrics always, Telegram's webhook when there is one."""

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from api import health as health_api
from api import webhook
from core.health import Health


def build_app(
    health: Health, registry: CollectorRegistry, *, accept: webhook.Accept | None = None, secret: str = ""
) -> FastAPI:
    """`accept` and `secret` belong to the webhook; without the first there is none."""
    app = FastAPI(title="telegram-ai-platform", openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(health_api.build_router(health, registry))
    if accept is not None:
        app.include_router(webhook.build_router(accept, secret))
    return app
