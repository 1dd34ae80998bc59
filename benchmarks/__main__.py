"""`make bench`: every comparison, one after another."""

from benchmarks import import_workbook, pages, publish_to_found, search_engine

for comparison in (publish_to_found, pages, search_engine, import_workbook):
    comparison.main()
