"""How the reconciler goes about it: what it leaves to come by itself, what it has looked at already, another log, and over HTTP."""

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from shared.clock import SetClock
from shared.contracts.event import Event
from shared.errors import Unavailable
from shared.identity.keys import public_keys, signing_key
from shared.identity.service import service_token
from shared.identity.tokens import ISSUER, TokenIssuer, TokenVerifier
from shared.messaging import reconcile
from shared.messaging.consumer import Consumer
from shared.messaging.http_log import HttpLog
from shared.messaging.inbox import Reached
from shared.messaging.log import EventLog
from shared.messaging.mending_timer import keep_mending, mend
from shared.messaging.pruning import KEPT, MARGIN
from shared.messaging.reconcile import GRACE, Checked, Reconciler
from shared.messaging.replay import Replaying
from shared.messaging.source import EventSource, Head
from shared.permissions import EVERYONE, Actor, Permission, Role
from shared.testing.delivery import ThingChanged
from shared.web.app import service_app
from shared.web.log_route import log_router

from .beds import SqlBed, noted_effects


def over_a_broker(bed: SqlBed, source: EventSource | None = None) -> Consumer[Any]:
    """A consumer whose events come in any order: none has come."""
    return replace(bed.as_consumer(), source=source or EventLog(bed.producer), heard=None)


def say(bed: SqlBed, *names: str) -> list[str]:
    return [bed.publish(ThingChanged(name=name), name, 1) for name in names]


def found(checked: Checked) -> tuple[int, int, int]:
    return checked.looked_at, checked.repaired, checked.verified


class Faltering:
    """A log that is out of reach after some answers."""

    def __init__(self, log: EventLog, answers: int) -> None:
        self._log, self._left = log, answers

    def end(self) -> Reached:
        return self._log.end()

    def heads(self, after: int, limit: int) -> Sequence[Head]:
        self._left -= 1
        if self._left < 0:
            raise Unavailable("The log cannot be read.")
        return self._log.heads(after, limit)

    def after(self, position: int, limit: int, types: Collection[str] | None = None) -> Sequence[tuple[int, Event]]:
        return self._log.after(position, limit, types)


def test_what_is_younger_than_a_minute_and_all_behind_it_is_left_to_come_by_itself(bed: SqlBed) -> None:
    say(bed, "a")
    bed.clock.move(GRACE - timedelta(seconds=1))
    say(bed, "b")
    bed.clock.move(timedelta(seconds=1))
    assert found(Reconciler(over_a_broker(bed)).run()) == (1, 1, 1)
    assert bed.state() == {"a": (1, "a")}


def test_a_run_looks_at_what_is_new_only_and_a_full_one_at_all(bed: SqlBed) -> None:
    say(bed, "a", "b")
    bed.clock.move(GRACE)
    assert found(Reconciler(over_a_broker(bed)).run()) == (2, 2, 2)
    say(bed, "c")
    bed.clock.move(GRACE)
    assert found(Reconciler(over_a_broker(bed)).run()) == (1, 1, 3)
    assert found(Reconciler(over_a_broker(bed)).run(full=True)) == (3, 0, 3)


def test_a_run_that_is_broken_off_has_kept_how_far_it_came(bed: SqlBed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "AT_ONCE", 2)
    say(bed, "a", "b", "c", "d", "e")
    bed.clock.move(GRACE)
    with pytest.raises(Unavailable):
        Reconciler(over_a_broker(bed, Faltering(EventLog(bed.producer), answers=2))).run()
    assert found(Reconciler(over_a_broker(bed)).run()) == (1, 1, 5)


def test_another_log_is_told_and_compared_from_its_beginning(bed: SqlBed) -> None:
    say(bed, "a")
    bed.keep_copy()
    say(bed, "lost")
    bed.clock.move(GRACE)
    Reconciler(over_a_broker(bed)).run()
    bed.put_copy_back()
    say(bed, "new")
    bed.clock.move(GRACE)
    checked = Reconciler(over_a_broker(bed)).run()
    assert (checked.another_log, *found(checked)) == (True, 2, 1, 2)
    assert sorted(bed.state()) == ["a", "lost", "new"]


def test_claims_older_than_what_can_come_are_forgotten_but_for_the_newest_of_each_thing(bed: SqlBed) -> None:
    for sequence in (1, 2, 3):
        bed.publish(ThingChanged(name=f"v{sequence}"), "a", sequence)
    bed.run_until_idle()
    claims = [event.id for _, event in bed.log.after(0, 9)]
    bed.clock.move(KEPT + 2 * MARGIN)
    say(bed, "b")
    bed.run_until_idle()
    bed.clock.move(GRACE)
    mend([bed.as_consumer()])
    numbered = [event for _, event in bed.log.after(0, 9)]
    assert bed.as_consumer().inbox.had(numbered) == {claims[-1], numbered[-1].id}
    before = noted_effects(bed.consumer, "suite")
    assert found(Reconciler(over_a_broker(bed)).run(full=True)) == (4, 0, 4)
    assert noted_effects(bed.consumer, "suite") == before


def test_no_claim_is_forgotten_before_it_was_compared_with_the_log(bed: SqlBed) -> None:
    for sequence in (1, 2):
        bed.publish(ThingChanged(name=f"v{sequence}"), "a", sequence)
    bed.run_until_idle()
    bed.clock.move(KEPT + 2 * MARGIN)
    consumer = bed.as_consumer()
    with pytest.raises(Unavailable):
        mend([replace(consumer, source=Faltering(bed.log, answers=0))])
    mend([consumer])
    assert len(consumer.inbox.had([event for _, event in bed.log.after(0, 9)])) == 2


@pytest.fixture
def http(bed: SqlBed, tmp_path: Path) -> TestClient:
    verifier = TokenVerifier(public_keys(signing_key(tmp_path)), ISSUER, bed.clock)
    return TestClient(service_app("Directory", "0", "", [log_router(EventLog(bed.producer))], verifier))


def test_over_http_a_log_reads_as_it_does_in_its_database(bed: SqlBed, http: TestClient, tmp_path: Path) -> None:
    say(bed, "a", "b", "c")
    log = HttpLog(http, service_token(tmp_path, "reporting", bed.clock))
    assert log.heads(1, 10) == bed.log.heads(1, 10)
    assert log.end() == bed.log.end()
    assert log.after(0, 2) == bed.log.after(0, 2)
    assert log.after(0, 9, ["uk.signpost.other.v1"]) == []


def test_what_another_service_said_and_was_lost_is_brought_over_http(bed: SqlBed, http: TestClient, tmp_path: Path) -> None:
    say(bed, "a", "b")
    bed.clock.move(GRACE)
    source = HttpLog(http, service_token(tmp_path, "reporting", bed.clock))
    assert found(Reconciler(over_a_broker(bed, source)).run()) == (2, 2, 2)
    assert sorted(bed.state()) == ["a", "b"]


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.PARTNER_SYSTEM, Role.AUTHORITY_OFFICER])
def test_people_and_partners_do_not_read_the_log_of_every_authority(bed: SqlBed, http: TestClient, tmp_path: Path, role: Role) -> None:
    issuer = TokenIssuer(signing_key(tmp_path), ISSUER, bed.clock)
    token = issuer.issue(Actor("p", "P", frozenset({role})), timedelta(minutes=5))
    with pytest.raises(Unavailable, match="403"):
        HttpLog(http, lambda: token).heads(0, 10)


def test_a_service_may_do_nothing_but_read_logs() -> None:
    service = Actor("service:reporting", "reporting", frozenset({Role.SERVICE}))
    assert {each for each in Permission if service.may(each)} == EVERYONE | {Permission.LOG_READ}


def test_a_token_of_a_service_is_fresh_each_time(tmp_path: Path, clock: SetClock) -> None:
    token = service_token(tmp_path, "reporting", clock)
    verifier = TokenVerifier(public_keys(signing_key(tmp_path)), ISSUER, clock)
    for _ in range(3):
        assert verifier.actor(token()).subject == "service:reporting"
        clock.move(timedelta(hours=1))


class Leads:
    """Of two processes; ends the loop after some rounds."""

    def __init__(self, *turns: bool) -> None:
        self._turns, self.stopping, self.let_go_of = list(turns), threading.Event(), False

    def held(self) -> bool:
        leads = self._turns.pop(0)
        if not self._turns:
            self.stopping.set()
        return leads

    def let_go(self) -> None:
        self.let_go_of = True


def test_of_several_processes_the_one_that_leads_mends_and_a_failure_does_not_end_it(bed: SqlBed) -> None:
    say(bed, "a", "b")
    bed.clock.move(GRACE)
    broken = over_a_broker(bed, Faltering(EventLog(bed.producer), answers=0))
    keep_mending([broken], lead := Leads(False, True, True), lead.stopping, every_seconds=0)
    assert (bed.state(), lead.let_go_of) == ({}, True)
    keep_mending([over_a_broker(bed)], lead := Leads(False), lead.stopping, every_seconds=0)
    assert bed.state() == {}
    keep_mending([over_a_broker(bed)], lead := Leads(True), lead.stopping, every_seconds=0)
    assert sorted(bed.state()) == ["a", "b"]


def test_a_round_goes_on_with_a_replay_that_was_broken_off(bed: SqlBed) -> None:
    ids = say(bed, "a", "b")
    bed.run_until_idle()
    Replaying(bed.as_consumer()).ask(0, "operator")
    mend([over_a_broker(bed)])
    assert ([bed.trouble.tries[id] for id in ids], Replaying(bed.as_consumer()).unfinished()) == ([2, 2], None)
