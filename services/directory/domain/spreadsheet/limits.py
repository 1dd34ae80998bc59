"""How large a file may be, all in one place. They keep an import of 50,000 rows under 300 MB of memory, and a zip bomb shut."""

MEGABYTE = 1_000_000

MOST_BYTES = 50 * MEGABYTE
"""Of the file as it is sent."""

MOST_UNPACKED_BYTES = 250 * MEGABYTE
"""Of all parts of an xlsx or ods file (both are zip archives) together."""

MOST_TIMES_LARGER = 400
"""How much larger than its packed form a part may be; real sheets are seen at 5 to 60 times. Parts under a megabyte are let be."""

MOST_PARTS = 2_000
"""Files in the archive."""

MOST_ROWS = 50_000
"""Under the header."""

MOST_LINES = 1_048_576
"""Blank ones too: as many as any spreadsheet program has, so a text file with more was made by none."""

MOST_COLUMNS = 200

MOST_ROW_CHARACTERS = 500_000
"""Of one row of a text file, looked at before it is taken apart into cells: a row of commas takes ten times its size."""

HEADER_WITHIN = 15
"""The header is looked for in so many rows from the top."""

MOST_LIKELY_KEPT = 500
"""Likely duplicates, the surest first, that are kept with an import for its report."""

MOST_SPELT_OUT = 1_000
"""Added rows whose fields a plan spells out; of those after it only the name is kept, so that a plan of 50,000 rows stays small."""
