"""What can go wrong with the embedded PostgreSQL, each with a stable code and what to do about it."""

from newswire.kit.errors import NewswireError


class PostgresError(NewswireError):
    """The embedded server cannot be started, found or stopped; the sentence says why and where its log is."""

    code = "postgres"
    title = "The embedded PostgreSQL does not run"


class OtherMajorError(PostgresError):
    """The data were written by another major version of PostgreSQL; nothing was touched."""

    code = "postgres-major"
    title = "The data belong to another major version of PostgreSQL"


class UpgradeError(PostgresError):
    """The data could not be brought to this major version; they are as they were."""

    code = "postgres-upgrade"
    title = "The data were not upgraded"


class MissingBinariesError(PostgresError):
    """The package that brings the server is not installed, or not for this kind of machine."""

    code = "postgres-binaries"
    title = "The PostgreSQL server is not installed"


class DataOwnerError(PostgresError):
    """The data belong to an account this process cannot act for."""

    code = "postgres-owner"
    title = "The data belong to another account"


class LostDataError(PostgresError):
    """The home points at data, or at a password, that is no longer there; starting empty would hide the loss."""

    code = "postgres-lost"
    title = "The data this home points at are gone"


class RolesError(PostgresError):
    """The connection may not create or change the database roles."""

    code = "postgres-roles"
    title = "The database roles could not be set"
