"""Who pays for what: organisations, their people, contracts, products, subscriptions, keys."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscriber(models.Model):
    """An organisation."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person of an organisation who may open the portal."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seat")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="seats")


class Product(models.Model):
    """What is sold: a named query. The tree is parsed when it is saved, because parsing costs more than matching."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    query = models.TextField(_("query"), blank=True)

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """What an organisation agreed to: from when until when (the end excluded), how far back, with or without embargo.

    The website's own subscription has a contract without an organisation.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, null=True, related_name="contracts")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    archive_days = models.PositiveIntegerField(_("archive days"), default=30)
    embargo_right = models.BooleanField(_("embargo right"), default=False)


class Subscription(models.Model):
    """A running claim to products under a contract. `number` is small and dense: it is the position in every bitmap."""

    number = models.PositiveIntegerField(primary_key=True)
    name = models.CharField(_("name"), max_length=200)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="subscriptions")
    product_codes = ArrayField(models.SlugField(), default=list)
    is_website = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_website"], condition=models.Q(is_website=True), name="subscribers_one_website"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Key(models.Model):
    """A key of a subscription. Only a keyed hash is stored; `prefix` is shown so that people can tell keys apart."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="keys")
    prefix = models.CharField(max_length=16)
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Terms(models.Model):
    """What a subscription was entitled to after release `after_seq` and until the next row: never changed, only added.

    Written while the wire's head is held still, so that a rebuild applies every change between the same two releases.
    """

    number = models.PositiveIntegerField()
    after_seq = models.BigIntegerField()
    terms = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["number", "-id"], name="subscribers_terms_latest")]
