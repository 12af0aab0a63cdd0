"""What is said of a query that cannot be read."""

from newswire.kit.errors import NewswireError, Problem


class QueryProblem(Problem, frozen=True, kw_only=True):
    """Problem details with the character that the reading stumbled over, counted from 1."""

    position: int


class QueryError(NewswireError):
    """A query that cannot be read. `position` is the character it stumbled over, from 0 (its length: the end)."""

    code = "query"
    title = "The query cannot be read"
    status = 400

    def __init__(self, detail: str, position: int) -> None:
        super().__init__(f"{detail} (at character {position + 1})")
        self.position = position

    def problem(self) -> QueryProblem:
        """This error as problem details with its position."""
        known = super().problem()
        return QueryProblem(
            type=known.type,
            title=known.title,
            status=known.status,
            detail=known.detail,
            code=known.code,
            position=self.position + 1,
        )
