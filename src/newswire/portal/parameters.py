"""Parameters of addresses: read, or the address is one that does not exist."""

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
