"""Parameters of addresses: read, or the address is one that does not exist."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import Http404, HttpRequest


def read_number(request: HttpRequest, name: str) -> int | None:
    """The number given by address or form, None where there is none. Raises `Http404` for anything else."""
    text = request.POST.get(name) or request.GET.get(name, "")
    if not text:
        return None
    # nineteen digits and more would overflow the database's numbers
    if not (text.isascii() and text.isdecimal()) or len(text) > 15:
        raise Http404
    return int(text)


def hide_number(number: int) -> str:
    """A number for an address of ours that must tell whoever reads it nothing: the archive's ranks hold the wire's
    own numbers, which no subscriber is shown."""
    return _open_box().encrypt(str(number).encode()).decode()


def read_hidden_number(request: HttpRequest, name: str) -> int | None:
    """The number that `hide_number` hid, None where there is none. Raises `Http404` for anything else."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        return int(_open_box().decrypt(text.encode()))
    except (InvalidToken, UnicodeEncodeError):
        raise Http404 from None


def _open_box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"newswire.portal.parameters" + settings.SECRET_KEY.encode()).digest()))
