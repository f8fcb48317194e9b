"""Every metric, in one list."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram

_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180)


@dataclass(frozen=True, slots=True)
class Restraint:
    """Answers with tools at hand, those in which one was called, and those of them that needed none."""

    turns: int
    called: int
    needless: int


class Metrics:
    """Made once, by the composition root; `registry` is what /metrics shows."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.updates = Counter("updates", "Updates handled, by kind", ["kind"], registry=registry)
        self.update_seconds = Histogram(
            "update_seconds", "From taking an update up to its end", registry=registry, buckets=_SECONDS
        )
        self.turns = Counter("turns", "Answers, by how they ended", ["state"], registry=registry)
        self.routes = Counter("routes", "Answers, by who gave them and why", ["agent", "reason"], registry=registry)
        self.deliveries = Counter("deliveries", "Sends of the courier, by outcome", ["state"], registry=registry)
        self.tool_turns = Counter(
            "tool_turns", "Answers with tools at hand, by use and need", ["called", "needed"], registry=registry
        )
        self.tool_calls = Counter("tool_calls", "Calls of tools, by outcome", ["outcome"], registry=registry)
        self.model_first_token_seconds = Histogram(
            "model_first_token_seconds", "From the request to the first token", registry=registry, buckets=_SECONDS
        )

    def restraint(self) -> Restraint:
        """Whether nothing is called when nothing is needed, since the start."""

        def count(called: str, needed: str) -> int:
            return int(self.registry.get_sample_value("tool_turns_total", {"called": called, "needed": needed}) or 0)

        called = count("yes", "yes") + count("yes", "no")
        return Restraint(called + count("no", "yes") + count("no", "no"), called, count("yes", "no"))
