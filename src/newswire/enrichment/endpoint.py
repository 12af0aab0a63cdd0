"""Where a language model is asked for summaries, as the settings name it."""

import msgspec

from newswire.kit.outbound import check_address

PATH = "/chat/completions"


class Endpoint(msgspec.Struct, frozen=True):
    """A server with the chat completions of OpenAI's interface: address up to `/v1`, model, key where it wants one."""

    url: str
    model: str
    key: str = ""

    def __repr__(self) -> str:
        return f"Endpoint(url={self.url!r}, model={self.model!r})"

    @property
    def address(self) -> str:
        """Where to post to."""
        url = self.url.rstrip("/")
        return url if url.endswith(PATH) else url + PATH


def check_endpoint(url: str, key: str, model: str) -> Endpoint | None:
    """The endpoint of the three settings, None for an empty `url`; ValueError says what is wrong."""
    if not url:
        return None
    check_address(url)
    if not model:
        raise ValueError("a model must be named")
    if not key.isascii() or not key.isprintable():
        raise ValueError("the key has characters no header can carry")
    return Endpoint(url, model, key)
