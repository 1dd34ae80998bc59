"""`make bench`: every comparison, one after another."""

from benchmarks import pages, publish_to_found, search_engine

for comparison in (publish_to_found, pages, search_engine):
    comparison.main()
