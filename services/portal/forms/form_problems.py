"""Where a problem is shown: beside its field, and in the summary with a link to it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.portal.forms.reading import field_name
from services.portal.languages import gettext as _
from shared.errors import FieldProblem

PLAINER: Mapping[str, Callable[[], str]] = {
    "contact.phone": lambda: _("Enter a phone number, like 0113 496 0000."),
    "phone": lambda: _("Enter a phone number, like 0113 496 0000."),
    "contact.email": lambda: _("Enter an email address, like name@example.org."),
    "email": lambda: _("Enter an email address, like name@example.org."),
    "contact.website": lambda: _("Enter a web address, like https://www.example.org."),
    "website": lambda: _("Enter a web address, like https://www.example.org."),
    "authority": lambda: _("Choose a council from the list."),
}
"""For fields whose rules speak of patterns, as programs need them."""


Inputs = Sequence[tuple[str, str]]
"""(pattern of a field's name, id of its first input): what a form has. A date and a row have several inputs."""


@dataclass(frozen=True)
class FormProblems:
    """`summary`: problems whose field is the id of an input on the page, or empty. `beside`: field name → what to say there."""

    summary: tuple[FieldProblem, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)


def form_problems(found: Iterable[FieldProblem], inputs: Inputs) -> FormProblems:
    """Problems of fields that the page does not have are in the summary only."""
    summary: list[FieldProblem] = []
    beside: dict[str, str] = {}
    for problem in found:
        name = field_name(problem.field)
        plain = PLAINER[problem.field]() if problem.field in PLAINER else ""
        said = FieldProblem(anchor(name, inputs), plain or problem.message, "" if plain else problem.remedy)
        if said not in summary:
            summary.append(said)
        beside.setdefault(_shown_at(name, said.field), f"{said.message} {said.remedy}".strip())
    return FormProblems(tuple(summary), beside)


def _shown_at(name: str, anchor: str) -> str:
    """A row or a date is named as a whole; otherwise the message stands at the input itself."""
    return name if anchor.startswith(f"{name}-") else anchor or name


def anchor(name: str, inputs: Inputs) -> str:
    """The id to link to; of `levels-0`, which has no input of its own, that of `levels`. Empty when there is none."""
    for pattern, id in inputs:
        if found := re.fullmatch(pattern, name):
            return found.expand(id)
    shorter = name.rpartition("-")[0]
    return anchor(shorter, inputs) if shorter else ""


def each_of(*names: str) -> tuple[str, str]:
    """Fields whose input has the same name."""
    return "|".join(re.escape(name) for name in names), r"\g<0>"
