"""Bytes that are no UTF-8 end a stream, instead of becoming question marks in somebody's answer."""

import codecs
from collections.abc import AsyncIterator

import httpx


class StrictText(httpx.AsyncHTTPTransport):
    """For servers that speak nothing but JSON; how many ask at once is for the queue before the model to say."""

    def __init__(self) -> None:
        super().__init__(limits=httpx.Limits(max_connections=None, max_keepalive_connections=20))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _Checked(response.stream)
        return response


class _Checked(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """
        Raises:
            UnicodeDecodeError: this is no text.
        """
        decoder = codecs.getincrementaldecoder("utf-8")()
        async for piece in self._stream:
            decoder.decode(piece)
            yield piece
        decoder.decode(b"", final=True)

    async def aclose(self) -> None:
        await self._stream.aclose()
