"""The pages on which the house says who it is and by what rules it works."""

from typing import Literal

HousePage = Literal["about", "ownership", "standards", "corrections"]
HOUSE_PAGES: tuple[HousePage, ...] = ("about", "ownership", "standards", "corrections")


def house_path(language: str, page: HousePage) -> str:
    """`/{language}/{page}`"""
    return f"/{language}/{page}"
