"""The website's template engine: it finds the templates of look and public and no others."""

from pathlib import Path

from django.template import Engine

from newswire.look import assets

HERE = Path(__file__).parent
STATIC = (assets.FOLDER, HERE / "static")
TEMPLATES = (assets.FOLDER.parent / "templates", HERE / "templates")
LOCALE = HERE / "locale"
"""Belongs into Django's LOCALE_PATHS."""


def make_engine() -> Engine:
    """An engine whose `{% extends %}` and `{% include %}` reach look and public only."""
    return Engine(
        dirs=[str(folder) for folder in TEMPLATES],
        libraries={
            "i18n": "django.templatetags.i18n",
            "look": "newswire.look.templatetags.look",
            "public": "newswire.public.tags",
        },
    )
