"""Who asks: a partner system by its secret, or a person by a signed token of this installation."""

from services.reporting.use_cases.feed_grants import PartnerSystem
from services.reporting.use_cases.feed_ports import SECRET_PREFIX, Grants
from shared.errors import NotSignedIn
from shared.identity.tokens import TokenVerifier
from shared.permissions import Actor, Role
from shared.web.threads import read


class FeedCallers:
    """What `require` asks for the events app. A secret is looked up each time, so that a partner who was removed is refused at once."""

    def __init__(self, verifier: TokenVerifier, grants: Grants) -> None:
        self._verifier, self._grants = verifier, grants

    async def actor(self, token: str) -> Actor:
        if not token.startswith(SECRET_PREFIX):
            return self._verifier.actor(token)
        grant = await read(lambda: self._grants.of_secret(token))
        if grant is None:
            raise NotSignedIn("Nobody has this secret now.", remedy="Send it whole; if it was replaced, ask the operator for the new one.")
        return PartnerSystem(
            subject=f"partner:{grant.partner}",
            name=grant.partner,
            roles=frozenset({Role.PARTNER_SYSTEM}),
            authorities=grant.authorities,
            types=grant.types,
        )
