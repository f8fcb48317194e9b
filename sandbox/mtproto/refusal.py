"""How a request is refused."""


class Refusal(Exception):
    """An rpc_error: 400, 401, 403 or 420 with its name. Never 500: clients repeat those with pauses."""

    def __init__(self, name: str, code: int = 400) -> None:
        self.name = name
        self.code = code
        super().__init__(name)


class Cut(Exception):
    """A fault on order: the connection ends here, without an answer."""
