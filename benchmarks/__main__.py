"""`make bench`: every comparison, one after another."""

from benchmarks import feed_crawl, pages, publish_to_found, search_engine

for comparison in (publish_to_found, pages, search_engine, feed_crawl):
    comparison.main()
