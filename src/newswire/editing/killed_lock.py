"""The lock on a story that was killed."""

from django.utils.translation import gettext
from wagtail.locks import BaseLock


class KilledLock(BaseLock):
    """A killed story stays as it was killed: nobody edits it, whatever their role."""

    def for_user(self, user: object) -> bool:  # noqa: ARG002 - Wagtail's signature
        """Whether it applies to `user`: to everyone."""
        return True

    def get_message(self, user: object) -> str:  # noqa: ARG002 - Wagtail's signature
        """What the editor is told."""
        return gettext("This story was killed. It cannot be edited any more.")

    def get_description(self, user: object) -> str:  # noqa: ARG002 - Wagtail's signature
        """What the status panel says."""
        return gettext("A kill is final.")
