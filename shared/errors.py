"""The errors a person or another system may meet. shared/web maps each to a status in one table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field (or row, or parameter), and what to do about it."""

    field: str
    message: str
    remedy: str = ""


class SignpostError(Exception):
    """An expected refusal: says what happened and what to do. Never carries personal data."""

    def __init__(self, message: str, *, remedy: str = "", problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.problems = problems


class Invalid(SignpostError):
    """What was sent breaks a rule; `problems` names every field."""

    @classmethod
    def field(cls, field: str, message: str, remedy: str = "") -> "Invalid":
        return cls(message, remedy=remedy, problems=(FieldProblem(field, message, remedy),))


class NotUnderstood(Invalid):
    """It asks by a name or a place that is not known here."""


class NotFound(SignpostError):
    """There is no such thing, or this person may not know of it."""


class NotSignedIn(SignpostError):
    """A token is missing, wrong or out of date."""


class NotAllowed(SignpostError):
    """Signed in, but this role or organisation may not do it."""


class Conflict(SignpostError):
    """The move is illegal in the present state, or a key was used for something else."""


class ChangedMeanwhile(SignpostError):
    """Somebody else saved first (If-Match does not match). Nothing was overwritten."""


class Gone(SignpostError):
    """It was here and is not kept any more."""


class TooMany(SignpostError):
    """This caller has as much open at once as one may."""


class PreconditionMissing(SignpostError):
    """An update came without If-Match."""


class TooLarge(SignpostError):
    """The body or file is over the stated limit."""


class Unavailable(SignpostError):
    """A part this needs cannot be had now; trying again later may work."""
