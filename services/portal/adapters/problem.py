"""What a service refused, as the portal's pages see it."""

from collections import defaultdict

from shared.errors import FieldProblem


class Problem(Exception):
    """A service's problem+json. `status` is its HTTP status; `detail` and `remedy` are written for people; `problems` name fields."""

    def __init__(self, status: int, title: str, detail: str, remedy: str = "", problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(f"{status} {detail}")
        self.status, self.title, self.detail, self.remedy, self.problems = status, title, detail, remedy, problems

    def by_field(self) -> defaultdict[str, str]:
        """Field name → what is wrong and what to do; the first problem of each field, for showing beside it. Others are ""."""
        said: defaultdict[str, str] = defaultdict(str)
        for problem in self.problems:
            said.setdefault(problem.field, f"{problem.message} {problem.remedy}".strip())
        return said


def by_field(problem: Problem | None) -> defaultdict[str, str]:
    """The same for a page that may have no problem to show."""
    return problem.by_field() if problem else defaultdict(str)
