"""The feed of events for partner systems, as an app that is mounted beside reporting's own API."""

from fastapi import FastAPI

from services.reporting.entrypoints.http_events import routes
from services.reporting.entrypoints.http_events.callers import FeedCallers
from services.reporting.entrypoints.http_events.listening import Feed
from services.reporting.entrypoints.http_events.news import News
from services.reporting.entrypoints.http_events.seats import Seats
from services.reporting.use_cases.feed_ports import Grants
from services.reporting.use_cases.follow_events import FollowEvents
from services.reporting.wiring import Reporting, follow_events
from shared.contracts.asyncapi import VERSION, document
from shared.identity.tokens import TokenVerifier
from shared.web.app import service_app
from shared.web.async_pages import add_async_pages
from shared.web.health import ReadyCheck

WAITING_EACH, WAITING_ALL = 8, 400
DESCRIPTION = (
    "What happens to provision, for partner systems: pages by cursor, waiting, and server-sent events. What each event holds: `/asyncapi`."
)


def events_app(reporting: Reporting, verifier: TokenVerifier, grants: Grants) -> FastAPI:
    """`app.state.end()` lets everybody go who waits; to be called when the process is told to end."""
    follow = follow_events(reporting)
    check = ReadyCheck("event store", lambda: _trouble(follow), "Run `signpost doctor`.")
    app = service_app("Signpost events", VERSION, DESCRIPTION, [routes.router], FeedCallers(verifier, grants), [check])
    news = News(lambda: follow.newest().position)
    reporting.works.on_append = news.wake
    app.state.feed = Feed(follow, news, Seats(WAITING_EACH, WAITING_ALL))
    app.state.end = news.close
    add_async_pages(app, document())
    return app


def _trouble(follow: FollowEvents) -> str | None:
    """Reading raises Unavailable, which says what is wrong."""
    follow.newest()
    return None
