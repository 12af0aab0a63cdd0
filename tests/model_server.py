"""A server as a language model's looks from outside: it answers what a test tells it to and keeps what it was asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec


class Asked(msgspec.Struct, frozen=True):
    """One request: path, headers in small letters, body."""

    path: str
    headers: dict[str, str]
    body: bytes


class Answer(msgspec.Struct, frozen=True):
    """What to answer: status, body, further headers."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = {}


class Model:
    """The running server: `url` is its address, `asked` what came in; `answer` may be changed between requests."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.answer = Answer()

    def say(self, text: str, finish_reason: str = "stop") -> None:
        """Makes it answer with a text, in the form of chat completions."""
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
        self.answer = Answer(msgspec.json.encode({"id": "1", "object": "chat.completion", "choices": [choice]}))


@contextmanager
def run_model() -> Iterator[Model]:
    """A server on a free port of this machine, gone at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            model.asked.append(Asked(self.path, headers, self.rfile.read(size)))
            self.send_response(model.answer.status)
            for name, value in {"Content-Length": str(len(model.answer.body)), **model.answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(model.answer.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model = Model(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
