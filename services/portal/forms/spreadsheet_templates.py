"""Empty spreadsheets to fill in: the columns of the DfE course directory's bulk upload, and some of ours."""

import csv
import io

VENUES = (
    *("YOUR_VENUE_REFERENCE", "VENUE_NAME", "ADDRESS_LINE_1", "ADDRESS_LINE_2", "TOWN_OR_CITY", "COUNTY", "POSTCODE"),
    *("EMAIL", "PHONE", "WEBSITE"),
)
CLASSES = (
    *("YOUR_REFERENCE", "COURSE_NAME", "EDUCATION_LEVEL", "AWARDING_BODY", "WHO_THIS_COURSE_IS_FOR", "ENTRY_REQUIREMENTS"),
    *("WHAT_YOU_WILL_LEARN", "DELIVERY_MODE", "START_DATE", "END_DATE", "FLEXIBLE_START_DATE", "DAY", "START_TIME", "END_TIME"),
    *("VENUE_NAME", "YOUR_VENUE_REFERENCE", "COURSE_WEBPAGE", "EMAIL", "PHONE", "COST", "COST_DESCRIPTION", "PLACES"),
)
TEMPLATES = {"venues.csv": VENUES, "classes.csv": CLASSES}


def template_file(name: str) -> bytes:
    """UTF-8 with a mark that makes Excel read it so. Raises KeyError for a name that is not in TEMPLATES."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(TEMPLATES[name])
    return text.getvalue().encode("utf-8-sig")
