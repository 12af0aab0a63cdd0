"""uvicorn's HTTP protocol, which also hands the connection's transport to the application (DESIGN §5)."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from newswire.delivery.stream.sinks import TRANSPORT


class NewswireProtocol(HttpToolsProtocol):
    """Streams write pre-framed bytes straight to the transport instead of through ASGI `send`."""

    def on_message_begin(self) -> None:
        """Puts the transport into the scope of the request that begins."""
        super().on_message_begin()
        self.scope["extensions"] = {TRANSPORT: {"transport": self.transport}}
