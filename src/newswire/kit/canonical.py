"""Canonical JSON: one byte sequence per value, so that a digest means the content and not its spelling."""

import hashlib
from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")


def encode_canonical(value: Any) -> bytes:
    """`value` (structs, mappings, lists, scalars) as UTF-8 JSON with sorted keys and no white space.

    Follows RFC 8785 (JSON Canonicalization Scheme) for what we write: objects with string keys, strings, integers,
    booleans, null. Keys are plain ASCII here, so byte order and UTF-16 order agree.
    """
    return _encoder.encode(value)


def digest(content: bytes) -> bytes:
    """SHA-256 of `content`, 32 bytes."""
    return hashlib.sha256(content).digest()
