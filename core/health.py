"""Whether what the platform depends on answers: named probes, each with a time limit."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from core.errors import PlatformError

Probe = Callable[[], Awaitable[None]]
"""Returns when all is well; a PlatformError says what is missing and what to do."""

PROBE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one probe found: `key` and `params` of the sentence if it is not well."""

    name: str
    is_needed: bool
    is_well: bool = True
    key: str = ""
    params: dict[str, str | int | float] = field(default_factory=dict)


class Health:
    """All probes; `needed` names those without which nothing works, `own` those without which we take no work."""

    def __init__(self, probes: Mapping[str, Probe], needed: frozenset[str], own: frozenset[str]) -> None:
        self._probes = probes
        self._needed = needed
        self._own = own

    async def report(self) -> list[Finding]:
        """Every probe's finding, asked at once."""
        return list(await asyncio.gather(*(self._find(name, probe) for name, probe in self._probes.items())))

    async def is_ready(self) -> bool:
        """Whether our own stores answer; Telegram's outage is no reason to take us out of service."""
        own = [(name, probe) for name, probe in self._probes.items() if name in self._own]
        findings = await asyncio.gather(*(self._find(name, probe) for name, probe in own))
        return all(finding.is_well for finding in findings)

    async def _find(self, name: str, probe: Probe) -> Finding:
        is_needed = name in self._needed
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await probe()
        except PlatformError as error:
            return Finding(name, is_needed, is_well=False, key=error.key, params=error.params)
        except TimeoutError:
            params: dict[str, str | int | float] = {"seconds": PROBE_SECONDS}
            return Finding(name, is_needed, is_well=False, key="check-timeout", params=params)
        except Exception as error:  # noqa: BLE001 - a probe of foreign code: its failure is the finding
            params = {"reason": type(error).__name__}
            return Finding(name, is_needed, is_well=False, key="check-failed", params=params)
        return Finding(name, is_needed)
