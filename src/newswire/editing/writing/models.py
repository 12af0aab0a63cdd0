"""What saves a writer typing: templates of a desk, snippets of one's own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newswire.editing.models import Desk


class Template(models.Model):
    """A story to begin with: `fields` are the story form's, by name. Without a desk it is everybody's."""

    name = models.CharField(_("name"), max_length=120)
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), null=True, blank=True, on_delete=models.CASCADE, related_name="templates"
    )
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TextSnippet(models.Model):
    """A piece of text of one's own: typing its shortcut in the editor puts it there."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="text_snippets")
    shortcut = models.SlugField(_("shortcut"), max_length=30)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("snippet")
        verbose_name_plural = _("snippets")
        ordering = ["shortcut"]
        constraints = [models.UniqueConstraint(fields=["owner", "shortcut"], name="writing_snippet_shortcut")]

    def __str__(self) -> str:
        return self.shortcut
