"""Every address under `/v1` and the scope that a key needs for it. What is not in the table does not exist."""

import msgspec

from newswire.kit.errors import NotFoundError


class Route(msgspec.Struct, frozen=True):
    """An address; one that ends with a word in braces takes any text there."""

    path: str
    scope: str

    @property
    def fixed(self) -> str:
        """The address up to its brace."""
        return self.path.partition("{")[0]


ROUTES = (
    Route("/v1/feed", "read"),
    Route("/v1/stream", "read"),
    Route("/v1/items/{guid}", "read"),
    Route("/v1/search", "read"),
    Route("/v1/explain", "read"),
    Route("/v1/sample", "sample"),
)


def find_route(path: str) -> tuple[Route, str]:
    """The route of an address, and what stands in its brace. Raises `NotFoundError`."""
    for route in ROUTES:
        if path == route.path and route.path == route.fixed:
            return route, ""
        if route.path != route.fixed and path.startswith(route.fixed):
            return route, path.removeprefix(route.fixed)
    raise NotFoundError("There is nothing at this address.")
