"""A transform: parameters that a rule gives, and a change that makes another draft of the draft of a post."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from forwarding.draft import Draft
from forwarding.means import Context
from forwarding.spec import Strict

Change = Callable[[Draft], Draft | Awaitable[Draft]]

P = TypeVar("P", bound=Strict)


@dataclass(frozen=True, slots=True)
class Transform(Generic[P]):
    """What a file in `forwarding/transforms/` exports. `prepare` makes the change of one step, once."""

    name: str
    params: type[P]
    prepare: Callable[[P, Context], Change]
    seconds: float = 0.0
    """How long it may take; 0 stands for what is usual."""

    def read(self, params: Mapping[str, Any]) -> P:
        """
        Raises:
            UserError: a parameter says so itself.
            pydantic.ValidationError: they do not fit.
        """
        return self.params.model_validate(params)


AnyTransform = Transform[Any]
