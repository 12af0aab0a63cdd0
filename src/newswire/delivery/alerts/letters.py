"""A mail about alerts, in the person's language: headlines and links, never a text, nothing of what is withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

import msgspec
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from newswire.delivery.alerts.rules import FLASH, find_urgency, find_zone
from newswire.item.release import Entry
from newswire.item.vocabulary.languages import CLIENT_LANGUAGES, LANGUAGES
from newswire.look.times import write_date, write_figures

ADDRESSES = {
    "story": "/portal/story/{}/{}",
    "off": "/portal/alerts/off/{}/",
    "view": "/portal/views/{}/",
    "habits": "/portal/alerts/habits/",
}
"""Where a mail leads; the portal's addresses are not known below it, and a test there compares them."""
_SALT = "newswire.alerts"


class Addressee(msgspec.Struct, frozen=True):
    """Who gets the mail: the seat, the address, language and zone."""

    seat: int
    email: str
    language: str
    zone: str


class Piece(msgspec.Struct, frozen=True):
    """A story of a mail: as the subscription may read it now, and the view that found it."""

    number: int
    view: int
    view_name: str
    entry: Entry


class Line(msgspec.Struct, frozen=True):
    """A story as the mail shows it. `tags` are words such as flash and embargo; `language` is the story's."""

    headline: str
    standfirst: str
    language: str
    rtl: bool
    tags: tuple[str, ...]
    facts: str
    href: str


def make_off_token(seat: int, view: int | None) -> str:
    """The secret of an address at which mails end without signing in: those of one view, or all of them."""
    return signing.dumps([seat, view or 0], salt=_SALT)


def read_off_token(token: str) -> tuple[int, int | None]:
    """The seat and the view, None for all. Raises `signing.BadSignature` for what is not ours."""
    seat, view = signing.loads(token, salt=_SALT)
    return int(seat), int(view) or None


def link(what: str, *parts: object) -> str:
    """The full address of a page of the portal."""
    written = [quote(str(part), safe=":") for part in parts]
    return settings.NEWSWIRE_BASE_URL + ADDRESSES[what].format(*written)


def write_news(to: Addressee, pieces: Sequence[Piece], *, is_digest: bool) -> EmailMultiAlternatives:
    """The mail about these stories, which the person may read now."""
    with translation.override(_language(to)):
        views = {one.view: one.view_name for one in pieces}
        lines = [_make_line(one, to, is_one_view=len(views) == 1) for one in pieces]
        view = next(iter(views)) if len(views) == 1 and not is_digest else None
        if len(lines) == 1 and not is_digest:
            subject = ": ".join((*lines[0].tags, lines[0].headline))
        elif is_digest:
            subject = _("Digest, stories: %(count)d") % {"count": len(lines)}
        else:
            names = ", ".join(views.values())
            subject = _("Stories in “%(view)s”: %(count)d") % {"count": len(lines), "view": names}
        reason = _("You get this mail because of your view “%(view)s”.") % {"view": ", ".join(views.values())}
        return _make(to, subject, lines, [], reason, view)


def write_notice(to: Addressee, piece: Piece, after: str) -> EmailMultiAlternatives:
    """The mail that a story which was mailed may not be used any more. It names none of its content; mail programs show
    it below the mail it takes back (`after` is that one's Message-ID)."""
    with translation.override(_language(to)):
        entry = piece.entry
        if entry.use == "recall":
            subject = _("Withdrawn: do not use a story we told you of")
            said = _("We told you of a story in “%(view)s”. It is withdrawn. Do not use it, remove it everywhere.")
        else:
            subject = _("On hold: do not use a story we told you of")
            said = _("We told you of a story in “%(view)s”. It is on hold. Do not use it until further word.")
        paragraphs = [
            said % {"view": piece.view_name},
            entry.note,
            _("Identifier: %(guid)s") % {"guid": entry.guid},
            link("story", piece.number, entry.guid),
        ]
        reason = _("You get this mail because an earlier one told you of the story.")
        mail = _make(to, subject, [], [one for one in paragraphs if one], reason, piece.view)
        mail.extra_headers |= {"In-Reply-To": after, "References": after, "Importance": "high"}
        return mail


def _make(
    to: Addressee, subject: str, lines: Sequence[Line], paragraphs: Sequence[str], reason: str, view: int | None
) -> EmailMultiAlternatives:
    """Text and HTML alike, with the way to end such mails in one click (RFC 8058)."""
    off = link("off", make_off_token(to.seat, view))
    feet = [reason, _("No more such mails: %(address)s") % {"address": off}, settings.NEWSWIRE_PROVIDER]
    values = {
        "language": _language(to),
        "rtl": LANGUAGES[_language(to)].rtl,
        "subject": subject,
        "lines": lines,
        "paragraphs": paragraphs,
        "reason": reason,
        "off": off,
        "habits": link("habits"),
        "provider": settings.NEWSWIRE_PROVIDER,
    }
    text = "\n\n".join((*map(_write_line, lines), *paragraphs, "\n".join(one for one in ("-- ", *feet) if one)))
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{off}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    mail = EmailMultiAlternatives(" ".join(subject.split())[:200], text, to=[to.email], headers=headers)
    mail.attach_alternative(render_to_string("delivery/alert_mail.html", values), "text/html")
    return mail


def _make_line(piece: Piece, to: Addressee, *, is_one_view: bool) -> Line:
    entry = piece.entry
    item = entry.item
    assert item is not None, "what may not be read is not mailed"
    urgency = find_urgency(item)
    facts = [_("Urgency %(urgency)d") % {"urgency": urgency}, _write_time(entry.released_at, to.zone)]
    if not is_one_view:
        facts.append(piece.view_name)
    return Line(
        headline=item.headline,
        standfirst=item.standfirst,
        language=item.language,
        rtl=item.language in LANGUAGES and LANGUAGES[item.language].rtl,
        tags=tuple(_read_tags(entry, urgency, to)),
        facts=" · ".join(facts),
        href=link("story", piece.number, entry.guid),
    )


def _read_tags(entry: Entry, urgency: int, to: Addressee) -> list[str]:
    tags = []
    if entry.use == "hold" and entry.until is not None:
        tags.append(_("Embargo until %(moment)s") % {"moment": _write_time(entry.until, to.zone)})
    if urgency <= FLASH:
        tags.append(_("Flash"))
    if entry.kind == "correction":
        tags.append(_("Correction"))
    elif entry.kind == "lift":
        tags.append(_("Free to publish"))
    return tags


def _write_line(line: Line) -> str:
    head = ": ".join((*line.tags, line.headline))
    return "\n".join(one for one in (head, line.standfirst, line.facts, line.href) if one)


def _write_time(moment: datetime, zone: str) -> str:
    """Date and time by the person's clock, with the name of their zone."""
    local = moment.astimezone(find_zone(zone))
    return f"{write_date(local.date())}, {write_figures(f'{local:%H:%M}')} {local:%Z}"


def _language(to: Addressee) -> str:
    return to.language if to.language in CLIENT_LANGUAGES else "en"
