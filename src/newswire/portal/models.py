"""Enquiries: what people who want a subscription sent through the form. Only the portal writes them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Enquiry(models.Model):
    """Somebody asks for a subscription. `language` is the one they read the form in."""

    name = models.CharField(_("Your name"), max_length=200)
    organisation = models.CharField(_("Organisation"), max_length=200)
    email = models.EmailField(_("E-mail"))
    country = models.CharField(_("Country"), max_length=100)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("Languages"), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=40), verbose_name=_("Topics"), default=list, blank=True)
    message = models.TextField(_("Message"), max_length=5000, blank=True)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="portal_enquiry_newest")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.name}"
