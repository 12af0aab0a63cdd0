"""What is said of a query that cannot be read."""

from newswire.kit.errors import NewswireError


class QueryError(NewswireError):
    """A query that cannot be read. `position` is the character it stumbled over, from 0 (its length: the end)."""

    code = "query"
    title = "The query cannot be read"
    status = 400

    def __init__(self, detail: str, position: int) -> None:
        super().__init__(f"{detail} (at character {position + 1})")
        self.position = position
