"""Who pays for what: organisations and their people, products, contracts, subscriptions, keys, offers, usage."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newswire.subscribers import view_models  # noqa: F401 - Django looks for tables here

OUTLET_NAMES = {
    "newspaper": _("Newspaper"),
    "magazine": _("Magazine"),
    "broadcaster": _("Radio or television"),
    "website": _("Website"),
    "agency": _("News agency"),
    "company": _("Company"),
    "institution": _("Public institution"),
}
"""The kinds of house in `item/rights.py`, as people call them."""


class Subscriber(models.Model):
    """An organisation. Country and kind of house decide what restrictions such as “JAPAN OUT” keep from it."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    outlet = models.CharField(_("kind of house"), max_length=20, choices=list(OUTLET_NAMES.items()), blank=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language of letters"), max_length=8, default="en")
    asks_second_factor = models.BooleanField(_("asks its people for a second factor"), default=False)

    def __str__(self) -> str:
        return self.name


class SingleSignOn(models.Model):
    """An organisation's own OpenID provider, with which its people sign in. `domains` are those of their addresses.

    The client's secret is sealed with the installation's (`kit/sealed.py`) and never shown again.
    """

    subscriber = models.OneToOneField(Subscriber, on_delete=models.CASCADE, related_name="single_sign_on")
    slug = models.SlugField(max_length=60, unique=True)
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=200)
    sealed_secret = models.TextField()
    domains = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    changed_at = models.DateTimeField()


class SeatRole(models.TextChoices):
    """What a person of an organisation may do in the portal."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    DEVELOPER = "developer", _("Developer")
    BILLING = "billing", _("Billing")


class Seat(models.Model):
    """A person of an organisation who may open the portal."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seat")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(_("role"), max_length=12, choices=SeatRole.choices, default=SeatRole.EDITOR)


class Mark(models.Model):
    """What a person did with a story of a subscription: the newest of its numbers that they opened (0: none), and since
    when they keep it for later. Goes with the seat."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="marks")
    number = models.PositiveIntegerField()
    guid = models.TextField()
    n = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "number", "guid"], name="subscribers_mark_once")]
        indexes = [
            models.Index(fields=["number", "guid"], name="subscribers_mark_story"),
            models.Index(
                fields=["seat", "-saved_at"], name="subscribers_mark_saved", condition=models.Q(saved_at__isnull=False)
            ),
        ]


class SeatLink(models.Model):
    """A link with which a person sets a password once: never a password in a mail. Only the link's hash is stored."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE)
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)


class ProductForm(models.TextChoices):
    """The forms of `item/forms.py`, as people call them."""

    FULL = "full", _("Full stories")
    SUMMARY = "summary", _("Summaries")
    HEADLINES = "headlines", _("Headlines")


class Product(models.Model):
    """What is sold: a named query, how much of a story it carries, and in which formats (all where none is named)."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    query = models.TextField(_("query"), blank=True)
    form = models.CharField(_("form"), max_length=10, choices=ProductForm.choices, default=ProductForm.FULL)
    formats = ArrayField(models.SlugField(max_length=20), verbose_name=_("formats"), default=list, blank=True)
    description = models.TextField(_("description for offers"), blank=True)
    is_offered = models.BooleanField(_("is offered to new clients"), default=True)

    def __str__(self) -> str:
        return self.name


class WebsiteLimits(models.Model):
    """How much of what matches the website's product goes public, and when: one row. See `website.py: Limits`."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    caps = models.JSONField(default=dict)
    head_start = models.PositiveIntegerField()
    max_words = models.PositiveSmallIntegerField()
    max_share = models.PositiveSmallIntegerField()


class AiUse(models.TextChoices):
    """What may be done with the stories by machines that write or answer."""

    NONE = "none", _("Not at all")
    DISPLAY = "display", _("Show in AI products")
    GROUNDING = "grounding", _("Ground answers on it")
    TRAINING = "training", _("Train models on it")


class Billing(models.TextChoices):
    """What a price is for."""

    MONTH = "month", _("a month")
    YEAR = "year", _("a year")
    ONCE = "once", _("once")


class Conditions(models.Model):
    """What is agreed in a contract and proposed in an offer. A quota of 0 sets no limit."""

    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    billing = models.CharField(_("for"), max_length=6, choices=Billing.choices, default=Billing.MONTH)
    notice_days = models.PositiveSmallIntegerField(_("notice, days"), default=30)
    renewal_months = models.PositiveSmallIntegerField(_("renews itself by, months (0: ends)"), default=12)
    archive_days = models.PositiveIntegerField(_("archive days"), default=30)
    web_display_days = models.PositiveIntegerField(_("days on the client's website (0: no limit)"), default=0)
    takes_per_month = models.PositiveIntegerField(
        _("stories and files taken by hand, a month (0: no limit)"), default=0
    )
    embargo_right = models.BooleanField(_("embargo right"), default=False)
    ai_use = models.CharField(_("use by AI"), max_length=10, choices=AiUse.choices, default=AiUse.NONE)

    class Meta:
        abstract = True


class Contract(Conditions):
    """What an organisation agreed to: from when until when (the end excluded). A trial costs nothing.

    The website's own subscription has a contract without an organisation. A suspended contract runs on without
    anything new: holds, corrections and kills still arrive.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, null=True, related_name="contracts")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    is_trial = models.BooleanField(_("trial"), default=False)
    suspended_at = models.DateTimeField(_("suspended since"), null=True, blank=True)
    suspension_reason = models.CharField(_("why it is suspended"), max_length=300, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=200, blank=True)
    reminded_at = models.DateTimeField(_("last told of the end"), null=True, blank=True)
    notice_at = models.DateTimeField(_("notice given"), null=True, blank=True)
    notice_by = models.CharField(_("notice given by"), max_length=200, blank=True)


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


class Terms(models.Model):
    """What a subscription was entitled to after release `after_seq` and until the next row: never changed, only added.

    Written while the wire's head is held still, so that a rebuild applies every change between the same two releases.
    """

    number = models.PositiveIntegerField()
    after_seq = models.BigIntegerField()
    terms = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["number", "-id"], name="subscribers_terms_latest")]


class Scope(models.TextChoices):
    """What a key opens."""

    READ = "read", _("Feed, stream, stories")
    MEDIA = "media", _("Pictures, videos, files")
    SEARCH = "search", _("Archive search")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge deliveries")
    SAMPLE = "sample", _("The last 24 hours, to test against")


class Key(models.Model):
    """A key of a subscription. Only a keyed hash is stored; `prefix` is shown so that people can tell keys apart.

    A key that was rotated names its successor in `successor` and goes on until `expires_at`. Without scopes: all.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="keys")
    label = models.CharField(_("name"), max_length=100, blank=True)
    prefix = models.CharField(max_length=16)
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=12, choices=Scope.choices), default=list, blank=True)
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="predecessors")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class KeyLink(models.Model):
    """A link that makes and shows a key once: never a key in a mail. Only the link's hash is stored.

    The key gets `label` and `scopes`, or is the successor of the key that it `rotates`.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE)
    label = models.CharField(_("name"), max_length=100, blank=True)
    scopes = ArrayField(models.CharField(max_length=12, choices=Scope.choices), default=list, blank=True)
    rotates = models.ForeignKey(Key, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)


class Stage(models.TextChoices):
    """Where somebody who asked for a subscription stands."""

    ENQUIRY = "enquiry", _("Enquiry")
    OFFER = "offer", _("Offer")
    TRIAL = "trial", _("Trial")
    SIGNED = "signed", _("Signed")
    LOST = "lost", _("Lost")


class Enquiry(models.Model):
    """Somebody asks for a subscription. `language` is the one they read the form in."""

    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=200)
    email = models.EmailField(_("e-mail"))
    country = models.CharField(_("country"), max_length=100)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=40), verbose_name=_("topics"), default=list, blank=True)
    message = models.TextField(_("message"), max_length=5000, blank=True)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.ENQUIRY)
    stage_at = models.DateTimeField(null=True)
    lost_because = models.CharField(_("why it was lost"), max_length=300, blank=True)
    assigned_to = models.CharField(_("looked after by"), max_length=150, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="subscribers_enquiry_newest"),
            models.Index(fields=["stage", "-created_at"], name="subscribers_enquiry_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.name}"


class Offer(Conditions):
    """What is proposed to somebody, at an address of its own: whoever has the link reads it, tries it, signs it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    token = models.CharField(max_length=64, unique=True)
    organisation = models.CharField(_("organisation"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    outlet = models.CharField(_("kind of house"), max_length=20, choices=list(OUTLET_NAMES.items()))
    contact_name = models.CharField(_("contact"), max_length=200)
    contact_email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of letters"), max_length=8, default="en")
    products = models.ManyToManyField(Product, verbose_name=_("products"))
    months = models.PositiveSmallIntegerField(_("months"), default=12)
    note = models.TextField(_("note to the client"), blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField(_("valid until"))
    withdrawn_at = models.DateTimeField(null=True)
    trial = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="+")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, related_name="+")


class Usage(models.Model):
    """How often something was taken: by which subscription, through which door, on which day (UTC). Added to, never
    rewritten; what was delivered by feed and stream is counted from the audiences, not here.

    `seat` and `key` are ids, 0 where there is none: a person or key that goes leaves its figures behind.
    """

    day = models.DateField()
    number = models.PositiveIntegerField()
    door = models.CharField(max_length=12)
    action = models.CharField(max_length=10)
    seat = models.BigIntegerField(default=0)
    key = models.BigIntegerField(default=0)
    guid = models.TextField(blank=True)
    file = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "day", "door", "action", "seat", "key", "guid", "file"], name="subscribers_usage_once"
            )
        ]
