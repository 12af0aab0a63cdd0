"""Secrets that lie encrypted: opened by the same installation for the same purpose, by nothing else."""

import pytest

from newswire.kit.sealed import seal, unseal

TEXT = "a client's secret, ünïcode & all"


def test_what_was_sealed_is_said_again() -> None:
    sealed = seal(TEXT, "installation", "sign-on")
    assert sealed.isascii()
    assert "secret" not in sealed
    assert unseal(sealed, "installation", "sign-on") == TEXT


def test_the_same_text_is_never_sealed_alike() -> None:
    assert seal(TEXT, "installation", "sign-on") != seal(TEXT, "installation", "sign-on")


@pytest.mark.parametrize(("secret", "purpose"), [("another", "sign-on"), ("installation", "second factors")])
def test_another_installation_and_another_purpose_do_not_open_it(secret: str, purpose: str) -> None:
    with pytest.raises(ValueError, match="entered anew"):
        unseal(seal(TEXT, "installation", "sign-on"), secret, purpose)


@pytest.mark.parametrize("change", ["", "x", "not sealed at all"])
def test_what_is_damaged_is_not_opened(change: str) -> None:
    with pytest.raises(ValueError, match="entered anew"):
        unseal(change, "installation", "sign-on")
