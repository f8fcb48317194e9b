"""The routes of the control API, and how its refusals look."""

from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse

from sandbox.bot_api.feed import Feed
from sandbox.control.acting import Acting
from sandbox.control.conditions import Conditions
from sandbox.control.journal import Journal
from sandbox.control.looking import Looking
from sandbox.control.reference import add_reference
from sandbox.control.stage import Stage
from sandbox.refusals import WorldError
from sandbox.world import World


def add_control(app: FastAPI, world: World, feed: Feed, folder: Path | None) -> None:
    """Put the control API at `/control`."""
    routers: list[APIRouter] = [
        Stage(world, feed).router(),
        Acting(world).router(),
        Looking(world, Journal(world)).router(),
        Conditions(world, feed, folder).router(),
    ]
    for router in routers:
        app.include_router(router)

    add_reference(app)

    @app.exception_handler(WorldError)
    async def refused(_request: Request, error: WorldError) -> JSONResponse:
        body = {"name": error.name, "description": error.description, "parameters": error.parameters}
        return JSONResponse(body, error.code)
