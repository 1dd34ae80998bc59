"""At every moment at which nothing is on its way, the figures are those of a plain count of the directory."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from services.directory.use_cases.change_places import change_places
from services.directory.use_cases.restore_class import restore_class
from services.directory.use_cases.update_class import update_class
from services.directory.use_cases.update_provider import update_provider
from services.directory.use_cases.update_venue import update_venue
from services.directory.use_cases.verify_class import verify_class
from services.directory.use_cases.withdraw_class import withdraw_class
from services.reporting.entrypoints.listener import HEARD
from services.reporting.use_cases.rebuild import rebuild
from services.reporting.use_cases.verify import verify
from shared.contracts.provision import Format, Level, Places
from shared.errors import Conflict
from tests.reporting.pair import BRADFORD, LEEDS, MORNING, OPERATOR, Pair, Template, open_pair
from tests.reporting.plain_count import plain_count

LAST_DAYS = st.none() | st.integers(-30, 400).map(lambda days: (MORNING + timedelta(days=days)).date())
TOLD = st.builds(Places, open=st.none() | st.integers(0, 12), waiting=st.none() | st.integers(0, 9))
WHICH = st.integers(0, 1)
Where = tuple[Format, int | None]
WHERE = st.tuples(st.just(Format.ONLINE), st.none()) | st.tuples(st.sampled_from((Format.IN_PERSON, Format.HYBRID)), WHICH)


@st.composite
def offers(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "levels": tuple(draw(st.lists(st.sampled_from(Level), max_size=3))),
        "places": draw(TOLD),
        "ends_on": draw(LAST_DAYS),
        "address_on_joining": draw(st.booleans()),
    }


class LifeOfTheDirectory(RuleBasedStateMachine):
    """Everything that may happen to classes, their providers and venues; time; and deliveries that come when they come."""

    template: Template
    classes = Bundle("classes")

    @initialize()
    def open(self) -> None:
        self._closing = ExitStack()
        folder = self._closing.enter_context(tempfile.TemporaryDirectory())
        self.pair: Pair = self._closing.enter_context(open_pair(self.template, Path(folder)))
        self.idle = False

    def teardown(self) -> None:
        if hasattr(self, "pair"):
            self.deliver()
            self.agrees()
            assert verify(self.pair.reporting.works).agrees
            self._closing.close()

    @rule(target=classes, offer=offers(), provider=WHICH, where=WHERE)
    def publish(self, offer: dict[str, Any], provider: int, where: Where) -> str:
        self.idle = False
        return self.pair.publish(**offer, **self._meets(where), provider_id=self.pair.providers[provider])

    @rule(id=classes, offer=offers(), where=WHERE)
    def update(self, id: str, offer: dict[str, Any], where: Where) -> None:
        with self.pair.directory.look() as stores:
            before = stores.classes.get(id).details
        after = before.model_copy(update={**offer, **self._meets(where)})
        self._if_allowed(lambda: update_class(self.pair.directory, OPERATOR, id, after))

    @rule(id=classes, places=TOLD)
    def tell_places(self, id: str, places: Places) -> None:
        self._if_allowed(lambda: change_places(self.pair.directory, OPERATOR, id, places))

    @rule(id=classes)
    def check(self, id: str) -> None:
        self._if_allowed(lambda: verify_class(self.pair.directory, OPERATOR, id))

    @rule(id=classes)
    def withdraw(self, id: str) -> None:
        self._if_allowed(lambda: withdraw_class(self.pair.directory, OPERATOR, id))

    @rule(id=classes)
    def restore(self, id: str) -> None:
        self._if_allowed(lambda: restore_class(self.pair.directory, OPERATOR, id))

    @rule(which=WHICH, authority=st.sampled_from((LEEDS, BRADFORD)))
    def move_provider(self, which: int, authority: str) -> None:
        with self.pair.directory.look() as stores:
            provider = stores.providers.get(self.pair.providers[which])
        details = provider.details.model_copy(update={"authority": authority})
        self._if_allowed(lambda: update_provider(self.pair.directory, OPERATOR, provider.id, details))

    @rule(which=WHICH, authority=st.sampled_from((LEEDS, BRADFORD)))
    def move_venue(self, which: int, authority: str) -> None:
        with self.pair.directory.look() as stores:
            venue = stores.venues.get(self.pair.venues[which])
        details = venue.details.model_copy(update={"authority": authority})
        self._if_allowed(lambda: update_venue(self.pair.directory, self.pair.places, OPERATOR, venue.id, details))

    @rule(days=st.integers(1, 250))
    def time_passes(self, days: int) -> None:
        self.pair.clock.move(timedelta(days=days))

    @rule()
    def deliver(self) -> None:
        self.pair.deliver()
        self.idle = True

    @rule()
    def deliver_everything_again_backwards(self) -> None:
        """Past the inbox: those that came once more, and those that did not before their time."""
        self.pair.log.sequence_new()
        with self.pair.reporting.works.begin(OPERATOR, "hear it again") as w:
            for _, event in reversed(self.pair.log.after(0, 10_000)):
                HEARD["directory"].handle(w, event)

    @rule()
    def rebuild(self) -> None:
        rebuild(self.pair.reporting.works, OPERATOR)

    @invariant()
    @precondition(lambda self: hasattr(self, "pair") and self.idle)
    def agrees(self) -> None:
        for taught in (None, *Format):
            assert self.pair.shown(taught) == plain_count(self.pair.database, self.pair.clock.now(), taught)

    def _meets(self, where: Where) -> dict[str, Any]:
        """Online, or at one of the venues."""
        format, venue = where
        return {"format": format, "venue_id": None if venue is None else self.pair.venues[venue]}

    def _if_allowed(self, change: Callable[[], Any]) -> None:
        """What the directory refuses, a withdrawn class that is changed, changes nothing."""
        try:
            change()
        except Conflict:
            return
        self.idle = False


def test_whatever_happens_in_the_directory_the_figures_are_those_of_a_plain_count(template: Template) -> None:
    LifeOfTheDirectory.template = template
    run_state_machine_as_test(LifeOfTheDirectory, settings=settings(max_examples=12, stateful_step_count=20, deadline=None))
