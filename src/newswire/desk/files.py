"""Pictures of the editors' library: for the desk only, because they may be under embargo or never released."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from newswire.accounts.models import User

_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})


@require_safe
def serve_file(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """One file of `MEDIA_ROOT`; 404 for everybody else, so that a guessed name tells nothing.

    Whatever is no picture is offered as a download: an uploaded SVG or page must not run here.
    """
    user = request.user
    if not (isinstance(user, User) and user.is_desk):
        raise Http404
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    if not path.is_file():
        raise Http404
    mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=mime, as_attachment=mime not in _SHOWN)
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
