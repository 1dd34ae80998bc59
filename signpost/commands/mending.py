"""signpost events reconcile and replay: bringing what was lost, and letting a consumer hear its log again."""

import getpass
import time
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from services.directory.entrypoints.listener import SEARCH_INDEX
from shared.errors import Conflict, Invalid, NotFound
from shared.messaging.consumer import Consumer
from shared.messaging.log import EventLog
from shared.messaging.pruning import prune
from shared.messaging.reconcile import Checked, Reconciler
from shared.messaging.replay import Replay, Replaying, Replays
from signpost.commands.saying import DATA, Data, out
from signpost.installation import Installation, open_installation

START = "start"
LOOK_SECONDS = 0.5


def reconcile(
    full: Annotated[bool, typer.Option("--full", help="All the log, not only what is new since the last time.")] = False,
    data: Data = DATA,
) -> None:
    """Compare what was said with what each consumer had, and bring what is missing."""
    with open_installation(data) as installation:
        for consumer in installation.consumers:
            with out.status(f"Comparing {consumer.name} with {consumer.subscription.source}…"):
                checked = Reconciler(consumer).run(full=full)
            _say(checked, in_order=consumer.heard is not None)
        for name in dict.fromkeys(consumer.name for consumer in installation.consumers):
            prune([consumer for consumer in installation.consumers if consumer.name == name])
        _reconcile_index(installation, full=full)


def replay(
    consumer: Annotated[str, typer.Option(help="Which consumer, such as directory.openreferral or reporting.")],
    begin: Annotated[
        str | None, typer.Option("--from", help="`start`, a position, or a time such as 2026-09-01T09:30. Without it: go on with one.")
    ] = None,
    data: Data = DATA,
) -> None:
    """Let a consumer hear its producers' logs again, beside what is new. One that was stopped is gone on with."""
    with open_installation(data) as installation:
        targets = _targets(installation, consumer)
        if begin is not None and begin.isdigit() and len(targets) > 1:
            raise Invalid.field("from", "A position is one in one log, and this consumer hears several.", "Give `start` or a time.")
        for target in targets:
            if begin is not None:
                target.ask(_position_before(installation.log(target.source), begin))
            _carry_out(installation, target)
        if all(target.last() is None for target in targets):
            raise Conflict(f"No replay of {consumer} was stopped half way.", remedy="Say from where: --from start, a position or a time.")


@dataclass(frozen=True)
class Target:
    """Whose replay it is. `consumer` is None for the search index, which is opened only when nobody else writes it."""

    name: str
    source: str
    replays: Replays
    log: EventLog
    consumer: Consumer[Any] | None

    def ask(self, first: int) -> None:
        self.replays.ask(self.name, self.source, first, self.log.end().position, getpass.getuser())

    def last(self) -> Replay | None:
        return self.replays.last(self.name, self.source)


def _targets(installation: Installation, name: str) -> list[Target]:
    if name == SEARCH_INDEX.consumer:
        installation.refuse_many_indexes()
        replays = Replays(installation.databases["directory"], installation.clock)
        return [Target(name, SEARCH_INDEX.source, replays, installation.log(SEARCH_INDEX.source), None)]
    found = [each for each in installation.consumers if each.name == name]
    if not found:
        names = ", ".join(dict.fromkeys([SEARCH_INDEX.consumer, *(each.name for each in installation.consumers)]))
        raise NotFound(f"There is no consumer “{name}”.", remedy=f"There are: {names}.")
    return [Target(*each.key, Replays(each.database, each.clock), installation.log(each.subscription.source), each) for each in found]


def _position_before(log: EventLog, begin: str) -> int:
    log.sequence_new()
    if begin == START:
        return 0
    if begin.isdigit():
        return max(int(begin) - 1, 0)
    try:
        moment = datetime.fromisoformat(begin)
    except ValueError as error:
        raise Invalid.field("from", f"“{begin}” is neither `start`, a position nor a time.", "Give a time as 2026-09-01T09:30.") from error
    return log.before(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _carry_out(installation: Installation, target: Target) -> None:
    with out.status(f"Replaying {target.source} to {target.name}…") as status:

        def tell(reached: Replay) -> None:
            done, of = reached.position - reached.first, reached.until - reached.first
            status.update(f"Replaying {target.source} to {target.name}: {done} of {of} events…")

        while (replay := target.last()) and not replay.finished_at:
            tell(replay)
            if installation.runs():
                time.sleep(LOOK_SECONDS)  # whoever delivers there carries it out, between what is new
            else:
                with nullcontext(target.consumer) if target.consumer else installation.search_index() as consumer:
                    Replaying(consumer).run(tell)
    if replay:
        out.print(f"{target.name} heard the events {replay.first + 1} to {replay.until} of {target.source} again.")


def _reconcile_index(installation: Installation, *, full: bool) -> None:
    name = SEARCH_INDEX.consumer
    if installation.on_servers:
        out.print(f"{name}: each API process makes its own from the log, in its order; nothing can be lost on the way.")
    elif installation.runs():
        out.print(f"{name}: the Signpost that runs here follows the log in its order; stop it to have the index compared.")
    else:
        with installation.search_index() as index:
            _say(Reconciler(index).run(full=full), in_order=True)


def _say(checked: Checked, *, in_order: bool) -> None:
    found = f"{checked.repaired} were missing and were brought" if checked.repaired else "none was missing"
    of = f"{checked.looked_at} of {checked.end - checked.first} events of {checked.source} compared"
    out.print(f"{checked.consumer}: {of}, {found}; in step up to {checked.verified}.")
    if checked.another_log:
        out.print("  The log is not the one that was compared before (an older copy was put back?), so all of it was.")
    if checked.looked_at < checked.end - checked.first:
        out.print("  The rest is still to be heard, in the log's order." if in_order else "  What is younger may still be on its way.")
