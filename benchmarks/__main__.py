"""`make bench`: every comparison, one after another."""

from benchmarks import beside_datasette, feed_crawl, import_workbook, names, pages, publish_to_found, result_page, search_engine

for comparison in (publish_to_found, pages, result_page, search_engine, beside_datasette, names, feed_crawl, import_workbook):
    comparison.main()
