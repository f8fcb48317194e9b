"""Whether the process lives, is ready for work, and how its dependencies are."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from core.health import Health


def build_router(health: Health, registry: CollectorRegistry) -> APIRouter:
    """/live, /ready, /health and /metrics."""
    router = APIRouter()

    @router.get("/live")
    async def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/ready")
    async def ready(response: Response) -> dict[str, bool]:
        """503 while something that is needed does not answer."""
        is_ready = await health.is_ready()
        response.status_code = 200 if is_ready else 503
        return {"ready": is_ready}

    @router.get("/health")
    async def report() -> dict[str, dict[str, object]]:
        """Every dependency; says nothing that an outsider must not know."""
        return {
            finding.name: {"well": finding.is_well, "needed": finding.is_needed} for finding in await health.report()
        }

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router
