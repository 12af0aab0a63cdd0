"""Restrictions as in “JAPAN OUT”: whom they refuse, and in which words."""

import pytest

from newswire.item.rights import OUTLETS, Client, Restriction, refusal

PAPER = Client(7, "JP", "newspaper")
SITE = Client(8, "TR", "website")
OWN_SITE = Client(outlet="website")


@pytest.mark.parametrize(
    ("restriction", "paper", "site", "own_site"),
    [
        (Restriction(), "", "", ""),
        (Restriction(countries_out=("JP", "KR")), "JP OUT", "", ""),
        (Restriction(countries_only=("JP",)), "", "ONLY JP", "ONLY JP"),
        (Restriction(outlets_out=("newspaper",)), "NEWSPAPER OUT", "", ""),
        (
            Restriction(outlets_only=("newspaper", "magazine")),
            "",
            "ONLY NEWSPAPER, MAGAZINE",
            "ONLY NEWSPAPER, MAGAZINE",
        ),
        (Restriction(clients_only=(7,)), "", "NAMED CLIENTS ONLY", "NAMED CLIENTS ONLY"),
        (Restriction(no_web=True), "", "NO WEB", "NO WEB"),
        (Restriction(no_archive=True), "", "", ""),
    ],
)
def test_the_first_clause_that_refuses_is_named(restriction: Restriction, paper: str, site: str, own_site: str) -> None:
    assert [refusal(restriction, client) for client in (PAPER, SITE, OWN_SITE)] == [paper, site, own_site]


@pytest.mark.parametrize("outlet", OUTLETS)
def test_every_kind_of_house_can_be_kept_out(outlet: str) -> None:
    restriction = Restriction(outlets_out=(outlet,))  # type: ignore[arg-type]
    assert refusal(restriction, Client(1, "TR", outlet)) == f"{outlet.upper()} OUT"


def test_clauses_are_written_as_a_newsroom_writes_them() -> None:
    restriction = Restriction(
        countries_only=("TR", "GR"), countries_out=("JP",), outlets_out=("website",), no_web=True, no_archive=True
    )
    assert list(restriction.clauses()) == ["ONLY TR, GR", "JP OUT", "WEBSITE OUT", "NO WEB", "NO ARCHIVE"]
