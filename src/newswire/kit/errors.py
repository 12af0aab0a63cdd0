"""Errors a caller can act on: a stable code, a plain sentence, an HTTP status (RFC 9457 problem details)."""

from typing import ClassVar

import msgspec


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """The body of an `application/problem+json` answer (RFC 9457, section 3.1) with our `code` as extension member."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class NewswireError(Exception):
    """Base of every error we raise on purpose. `detail` says what happened, what was kept, what to do."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong"
    status: ClassVar[int] = 500

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail

    def problem(self) -> Problem:
        """This error as problem details; `type` points at its line in the reference of error codes."""
        return Problem(
            type=f"/docs/errors#{self.code}", title=self.title, status=self.status, detail=self.detail, code=self.code
        )


class NotFoundError(NewswireError):
    """There is no such thing, or none for this caller: the two must not be told apart."""

    code = "not-found"
    title = "Not found"
    status = 404


class UnauthenticatedError(NewswireError):
    """No key, or one that is unknown, expired or revoked."""

    code = "unauthenticated"
    title = "A valid key is needed"
    status = 401


class ForbiddenError(NewswireError):
    """The key is valid and does not open this; its scopes say what it opens."""

    code = "forbidden"
    title = "This key does not open that"
    status = 403


class FormatNotBoughtError(NewswireError):
    """The contract runs, and no product in it comes in this format."""

    code = "format-not-bought"
    title = "Not bought in this format"
    status = 403


class QuotaError(NewswireError):
    """As much was taken this month as the contract allows, for another `retry_after` seconds; deliveries go on."""

    code = "quota"
    title = "The month's quota is used up"
    status = 429

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class InvalidRequestError(NewswireError):
    """A parameter that cannot be read; the sentence names it and shows the form that works."""

    code = "invalid-request"
    title = "The request cannot be read"
    status = 400


class MethodNotAllowedError(NewswireError):
    """The address exists and answers other methods."""

    code = "method-not-allowed"
    title = "Method not allowed"
    status = 405


class EpochError(NewswireError):
    """A cursor from before a restore: its numbers mean something else now."""

    code = "other-epoch"
    title = "The wire was restored"
    status = 409


class UnavailableError(NewswireError):
    """The database cannot be reached just now; nothing was changed, the same call will work again."""

    code = "unavailable"
    title = "Not available just now"
    status = 503


class RuleError(NewswireError):
    """The newsroom's rules forbid this step now."""

    code = "rule"
    title = "Not allowed"
    status = 409


class FormatError(NewswireError):
    """Bytes that cannot be read as the format they claim to be. `line` counts from 1, 0 where unknown."""

    code = "format"
    title = "The input cannot be read"
    status = 422

    def __init__(self, detail: str, line: int = 0) -> None:
        super().__init__(f"line {line}: {detail}" if line else detail)
        self.line = line
