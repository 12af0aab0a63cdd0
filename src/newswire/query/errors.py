"""What is said of a query that cannot be read."""

import msgspec

from newswire.kit.errors import NewswireError, Problem


class QueryProblem(Problem, frozen=True, kw_only=True):
    """Problem details with the character that the reading stumbled over, counted from 1."""

    position: int


class QueryError(NewswireError):
    """A query that cannot be read. `position` is the character it stumbled over, from 0 (its length: the end);
    `reason` is the detail without it."""

    code = "query"
    title = "The query cannot be read"
    status = 400

    def __init__(self, detail: str, position: int) -> None:
        super().__init__(f"{detail} (at character {position + 1})")
        self.reason = detail
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


class Stumble(msgspec.Struct, frozen=True):
    """Where a query cannot be read, for a page: the character, counted from 1, the text before it, itself (empty at the
    end), the text after it; why, and the same with the character's number."""

    position: int
    before: str
    at: str
    after: str
    reason: str
    detail: str


def find_stumble(query: str, error: QueryError) -> Stumble:
    """The query cut at the character that the reading stumbled over."""
    at = min(error.position, len(query))
    return Stumble(at + 1, query[:at], query[at : at + 1], query[at + 1 :], error.reason, error.detail)
