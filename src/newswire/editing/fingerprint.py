"""What somebody looked at, as a short hash: what was confirmed is what is released, or nothing is."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from newswire.editing.models import STATE_FIELDS, Story

_NOT_CONTENT = {*STATE_FIELDS, "id", "created_by", "latest_revision", "locked", "locked_at", "locked_by"}


def fingerprint(story: Story) -> str:
    """20 hex digits that change with any field of the story's content, and with nothing else."""
    content = {
        field.name: field.value_from_object(story)
        for field in story._meta.concrete_fields
        if field.name not in _NOT_CONTENT
    }
    return hashlib.sha256(json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()[:20]
