"""Every metric, in one list."""

from prometheus_client import CollectorRegistry, Counter, Histogram

_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180)


class Metrics:
    """Made once, by the composition root; `registry` is what /metrics shows."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.updates = Counter("updates", "Updates handled, by kind", ["kind"], registry=registry)
        self.update_seconds = Histogram(
            "update_seconds", "From taking an update up to its end", registry=registry, buckets=_SECONDS
        )
        self.turns = Counter("turns", "Answers, by how they ended", ["state"], registry=registry)
        self.deliveries = Counter("deliveries", "Sends of the courier, by outcome", ["state"], registry=registry)
        self.model_first_token_seconds = Histogram(
            "model_first_token_seconds", "From the request to the first token", registry=registry, buckets=_SECONDS
        )
