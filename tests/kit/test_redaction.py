"""What a log may not hold."""

import logging

import pytest

from newswire.kit.ids import new_secret
from newswire.kit.redaction import RedactSecrets, redact


@pytest.mark.parametrize("prefix", ["nw_live_", "nw_link_", "nw_seat_", "nw_offer_"])
def test_every_secret_of_ours_is_cut_to_its_prefix(prefix: str) -> None:
    for secret in (new_secret(prefix) for _ in range(50)):
        text = redact(f"Internal Server Error: /portal/key/{secret}/ and 'Bearer {secret}'")
        assert text == f"Internal Server Error: /portal/key/{prefix}…/ and 'Bearer {prefix}…'"


def test_other_words_stay() -> None:
    assert redact("nw_live_… and knw_live_something_else, nw_x") == "nw_live_… and knw_live_something_else, nw_x"


def test_a_record_is_written_out_before_it_is_redacted() -> None:
    secret = new_secret("nw_link_")
    record = logging.LogRecord("x", logging.ERROR, "", 1, "%s: %s", ("Error", f"/portal/key/{secret}/"), None)
    assert RedactSecrets().filter(record)
    assert record.getMessage() == "Error: /portal/key/nw_link_…/"
