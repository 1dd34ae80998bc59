"""The embedded search engine: tantivy holds cards and words on disk, numpy columns hold what is filtered, counted and sorted."""

from services.directory.adapters.search_embedded.engine import EmbeddedSearch
from services.directory.adapters.search_embedded.inbox import IndexInbox

__all__ = ["EmbeddedSearch", "IndexInbox"]
