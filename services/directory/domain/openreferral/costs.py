"""What a learner may be asked for, and who funds ⇄ cost options and funding. Money is pounds in a feed and pence here."""

from services.directory.domain.openreferral.identifiers import stable_id
from services.directory.domain.openreferral.vocabulary import Json
from shared.contracts import labels
from shared.contracts.provision import Cost, CostKind, Funder

_KIND_OF = {label: CostKind(kind) for kind, label in labels.COST.items()}
_FUNDER_OF = {label: Funder(funder) for funder, label in labels.FUNDER.items()}


def cost_options(cost: Cost, service_id: str) -> list[Json]:
    """None where nobody has said anything: that is how "ask the provider" is read too."""
    if cost == Cost():
        return []
    option: Json = {"id": stable_id("cost", service_id), "service_id": service_id, "option": labels.COST[cost.kind]}
    amount = 0 if cost.kind is CostKind.FREE else cost.amount_pence
    if amount is not None:
        option |= {"amount": amount / 100, "currency": "GBP"}
    return [{**option, "amount_description": cost.note} if cost.note else option]


def read_cost(documents: object) -> Cost:
    """The first option counts. Of another's feed: nothing to pay is free, an amount is a fee. Raises ValueError for what is no amount."""
    option = next((each for each in documents if isinstance(each, dict)), None) if isinstance(documents, list) else None
    if option is None:
        return Cost()
    amount = option.get("amount")
    pence = None if amount is None else round(float(amount) * 100)
    kind = _KIND_OF.get(str(option.get("option"))) or _kind(pence)
    return Cost(kind=kind, amount_pence=None if kind is CostKind.FREE else pence, note=option.get("amount_description") or None)


def _kind(pence: int | None) -> CostKind:
    if pence is None:
        return CostKind.ASK
    return CostKind.PAID if pence else CostKind.FREE


def funding(funders: tuple[Funder, ...], service_id: str) -> list[Json]:
    return [
        {"id": stable_id("funding", service_id, funder), "service_id": service_id, "source": labels.FUNDER[funder]}
        for funder in dict.fromkeys(funders)
    ]


def read_funders(documents: object) -> tuple[Funder, ...]:
    """Sources that are none of ours are left out."""
    entries = [each for each in documents if isinstance(each, dict)] if isinstance(documents, list) else []
    return tuple(_FUNDER_OF[str(each.get("source"))] for each in entries if str(each.get("source")) in _FUNDER_OF)
