"""The wire's tables. Only this part touches them; the hot path does so in plain SQL (append, follow, verify)."""

from django.db import models


class Head(models.Model):
    """One row: epoch, newest number, chain hash there. Its row lock is what keeps the wire gapless.

    `genesis` is the chain hash before the first release; it stays when a restore renews the epoch.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    epoch = models.UUIDField()
    genesis = models.BinaryField()
    seq = models.BigIntegerField()
    chain = models.BinaryField()

    class Meta:
        db_table = "wire_head"


class Release(models.Model):
    """One immutable event. `seq` is given by the append statement, never by a sequence: sequences leave gaps."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=12)
    guid = models.TextField()
    version = models.PositiveIntegerField()
    released_at = models.DateTimeField(db_index=True)
    actor = models.TextField()
    reason = models.TextField()
    archive = models.BooleanField()
    payload_digest = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        db_table = "wire_release"
        constraints = [models.UniqueConstraint(fields=["guid", "version"], name="wire_release_version")]


class Payload(models.Model):
    """The content of a release as canonical JSON, apart from it: a legally ordered erasure deletes only this row."""

    seq = models.BigIntegerField(primary_key=True)
    content = models.BinaryField()

    class Meta:
        db_table = "wire_payload"


class Erasure(models.Model):
    """A payload that had to be deleted, by whose order and when; `verify` reports it instead of failing."""

    seq = models.BigIntegerField(primary_key=True)
    erased_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        db_table = "wire_erasure"


class Checkpoint(models.Model):
    """A signed statement of where the chain stood: Ed25519 over epoch, seq and chain hash."""

    seq = models.BigIntegerField(primary_key=True)
    epoch = models.UUIDField()
    chain = models.BinaryField()
    signed_at = models.DateTimeField()
    public_key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        db_table = "wire_checkpoint"
