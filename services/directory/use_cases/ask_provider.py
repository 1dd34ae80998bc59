"""Write down that a provider was asked whether its listings are still right, what came of it, and that it was a mistake."""

from datetime import date

from services.directory.domain.asks import Answer, Ask, How, Outcome, answered, asked_moment, taken_back
from services.directory.domain.lifecycle import expect
from services.directory.domain.ownership import check_may_ask
from services.directory.use_cases.ports import NO_KEY, DirectoryWork, IdempotencyKey, Works
from shared.permissions import Actor


def ask_provider(
    works: Works, actor: Actor, provider_id: str, how: How, on: date | None = None, note: str = "", key: IdempotencyKey = NO_KEY
) -> Ask:
    """`on` None means now. Raises NotFound, NotAllowed for another authority's provider, Invalid for a day to come."""
    with works.begin(actor, "ask whether listings are still right") as w:
        provider = w.providers.get(provider_id)
        check_may_ask(actor, provider)
        if made := w.once(*key):
            return w.asks.get(made)
        moment = asked_moment(on, w.now)
        ask = Ask(w.ids.new(), provider.id, provider.details.authority, moment, how, note, actor.subject, actor.name)
        w.remember(*key, ask.id)
        return _keep(w, None, ask, "asked")


def answer_ask(works: Works, actor: Actor, id: str, outcome: Outcome, note: str, version: int | None = None) -> Ask:
    """Raises NotFound, NotAllowed, ChangedMeanwhile, Conflict for one that was taken back."""
    with works.begin(actor, "write down what a provider answered") as w:
        before = _mine(w, id, version)
        return _keep(w, before, answered(before, outcome, note, actor, w.now), "answered")


def take_back_ask(works: Works, actor: Actor, id: str, version: int | None = None) -> Ask:
    """Raises NotFound, NotAllowed, ChangedMeanwhile, Conflict for one that was taken back already."""
    with works.begin(actor, "take back that a provider was asked") as w:
        before = _mine(w, id, version)
        return _keep(w, before, taken_back(before, actor, w.now), "taken back")


def _mine(w: DirectoryWork, id: str, version: int | None) -> Ask:
    ask = w.asks.get(id)
    check_may_ask(w.actor, w.providers.get(ask.provider_id))
    expect(ask.sequence, version)
    return ask


def _keep(w: DirectoryWork, before: Ask | None, after: Ask, action: str) -> Ask:
    """Tells nobody: it is the business of those who look after the listings. The history keeps a word that a later one replaces."""
    w.asks.save(after)
    said, now = (each.answer if each else None for each in (before, after))
    changes = {} if said == now else {"answer": [_words(said), _words(now)]}
    w.audit("ask", after.id, action, after.sequence, changes)
    return after


def _words(answer: Answer | None) -> dict[str, str] | None:
    return {"outcome": answer.outcome.value, "note": answer.note, "by": answer.by} if answer else None
