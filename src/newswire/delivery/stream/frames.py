"""Server-sent events, byte for byte (WHATWG HTML, section 9.2): releases, heartbeats, errors."""

HEARTBEAT_SECONDS = 15.0
ENDED_FRAME = b'event: ended\ndata: {"code":"contract-ended"}\n\n'
"""The contract ended while the stream was open; one that is opened again carries what still follows."""
LAST_CHUNK = b"0\r\n\r\n"


def release_frame(epoch: str, n: int, tail: bytes) -> bytes:
    """A release: `id` is the cursor to resume from, `data` the entry. JSON holds no raw line end."""
    return b'id: %b:%d\nevent: release\ndata: {"n":%d%b\n\n' % (epoch.encode(), n, n, tail)


def heartbeat_frame(epoch: str, head: int) -> bytes:
    """The subscription's newest number: a client that has fewer knows that it missed something."""
    return b'event: heartbeat\ndata: {"epoch":"%b","head":%d}\n\n' % (epoch.encode(), head)


def chunk(frame: bytes) -> bytes:
    """The frame as one chunk of a chunked HTTP/1.1 body (RFC 9112, section 7.1)."""
    return b"%x\r\n%b\r\n" % (len(frame), frame)
