"""What people take in the portal: counted by seat, held against the month's quota."""

from newswire.portal import page
from newswire.portal.access import Access
from newswire.portal.reading import plain_connection
from newswire.subscribers.keys import read_access
from newswire.subscribers.usage import check_take, do_count


def do_note_view(access: Access, guid: str) -> None:
    """Counts a story that was opened."""
    with plain_connection() as plain:
        do_count(plain, access.number, "portal", "view", seat=access.organisation.seat, guid=guid, now=page.clock())


def do_note_download(access: Access, guid: str, sha256: str) -> None:
    """Counts a file that was downloaded."""
    with plain_connection() as plain:
        do_count(
            plain,
            access.number,
            "portal",
            "download",
            seat=access.organisation.seat,
            guid=guid,
            file=sha256,
            now=page.clock(),
        )


def check_download(access: Access, guid: str, sha256: str) -> None:
    """Raises `QuotaError` where the month's quota is used up; the same file may be fetched again."""
    with plain_connection() as plain:
        check_take(plain, access.number, read_access(plain, access.number).terms, guid, sha256, now=page.clock())
