"""Passes posts with a link to one of the domains or a part of it, also under words and behind buttons."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from core.errors import UserError
from forwarding.hosts import host_of, hosts_of, suffixes
from forwarding.means import Context
from forwarding.post_filter import DROP, Candidate, CheckKey, Judge, PostFilter, Verdict
from forwarding.spec import Strict

MAX_DOMAINS = 20_000
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){0,10}[^\W_](?:[\w-]{0,61}[^\W_])?")


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class Params(Strict):
    """`outside` turns it round: posts with a link to any other domain."""

    names: Annotated[tuple[str, ...], BeforeValidator(_one_or_more), Field(min_length=1, max_length=MAX_DOMAINS)]
    outside: bool = False

    @field_validator("names")
    @classmethod
    def _check(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """
        Raises:
            UserError: `error-rule-bad-domain`.
        """
        hosts = tuple(host_of(name.strip().removeprefix("*")) for name in names)
        for name, host in zip(names, hosts, strict=True):
            if not _DOMAIN.fullmatch(host):
                raise UserError("error-rule-bad-domain", domain=name[:50])
        return hosts


def prepare(params: Params, context: Context, key: CheckKey) -> Judge:
    listed = frozenset(params.names)

    def judge(candidate: Candidate) -> Verdict:
        for post in candidate.posts:
            for host in hosts_of(post):
                if any(each in listed for each in suffixes(host)) is not params.outside:
                    return Verdict("pass", host[:100])
        return DROP

    return judge


FILTER = PostFilter("domains", Params, prepare)
