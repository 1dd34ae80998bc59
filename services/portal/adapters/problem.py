"""What a service refused, as the portal's pages see it."""

from shared.errors import FieldProblem


class Problem(Exception):
    """A service's problem+json. `status` is its HTTP status; `detail` and `remedy` are written for people; `problems` name fields."""

    def __init__(self, status: int, title: str, detail: str, remedy: str = "", problems: tuple[FieldProblem, ...] = ()) -> None:
        super().__init__(f"{status} {detail}")
        self.status, self.title, self.detail, self.remedy, self.problems = status, title, detail, remedy, problems

    def by_field(self) -> dict[str, str]:
        """Field name → what is wrong and what to do; the first problem of each field, for showing beside it."""
        said: dict[str, str] = {}
        for problem in self.problems:
            said.setdefault(problem.field, f"{problem.message} {problem.remedy}".strip())
        return said
