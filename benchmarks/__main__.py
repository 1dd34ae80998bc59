"""`make bench`: every comparison, one after another."""

from benchmarks import feed_crawl, import_workbook, names, pages, publish_to_found, search_engine

for comparison in (publish_to_found, pages, search_engine, names, feed_crawl, import_workbook):
    comparison.main()
