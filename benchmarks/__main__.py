"""`make bench`: every comparison, one after another."""

from benchmarks import pages, publish_to_found

for comparison in (publish_to_found, pages):
    comparison.main()
