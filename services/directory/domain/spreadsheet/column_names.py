"""Which headers mean what. Data only: to have a council's wording understood, add it here.

Sources: the DfE course directory's bulk upload (venue and course columns, exactly), public sheets of Yorkshire councils, and the
Libraries basic data set. Headers are compared without capitals, underscores, punctuation, asterisks and remarks in brackets.
"""

from collections.abc import Mapping

Names = Mapping[str, tuple[str, ...]]

VENUE_COLUMNS: Names = {
    "reference": ("your venue reference", "venue reference", "venue ref", "venue id", "site reference", "site code", "reference", "ref"),
    "uprn": ("unique property reference number", "uprn"),
    "name": (
        "venue name",
        "library name",
        "library",
        "venue",
        "building",
        "building name",
        "centre name",
        "site name",
        "premises",
        "hub name",
        "community centre",
    ),
    "address_1": ("address line 1", "address 1", "address1", "address", "street", "street address", "first line of address"),
    "address_2": ("address line 2", "address 2", "address2", "second line of address"),
    "address_3": ("address line 3", "address 3", "address3"),
    "town": ("town or city", "town", "city", "town city", "post town"),
    "county": ("county",),
    "postcode": ("postcode", "post code", "postal code", "venue postcode"),
    "email": ("email", "email address", "e mail", "e mail address", "contact email"),
    "phone": ("phone", "phone number", "telephone", "telephone number", "tel", "tel no", "contact number", "contact telephone"),
    "website": ("website", "web site", "url", "web address", "website address", "web page", "link"),
    "closed_in": ("year closed", "closed in", "closed", "year of closure"),
    "step_free": ("step free", "step free access", "wheelchair access", "wheelchair accessible"),
    "access_note": ("access", "access notes", "accessibility"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "long", "lng", "lon"),
}

COURSE_COLUMNS: Names = {
    "reference": (
        "your reference",
        "course reference",
        "course ref",
        "class reference",
        "course code",
        "class code",
        "course id",
        "reference",
        "ref",
    ),
    "name": ("course name", "course title", "class name", "class title", "course", "class", "name of course", "name of class"),
    "provider": ("provider name", "provider", "organisation", "organisation name", "delivered by"),
    "lars_qan": ("lars qan", "qan", "qualification number", "lars code"),
    "awarding_organisation": ("awarding body", "awarding organisation", "exam board"),
    "level": ("education level", "level", "levels", "esol level", "class level", "course level"),
    "course_type": ("course type",),
    "sector": ("sector",),
    "description": ("description", "about", "about the class", "about the course", "course description", "details"),
    "who_for": ("who this course is for", "who is it for", "who for"),
    "entry_requirements": ("entry requirements",),
    "you_will_learn": ("what you will learn",),
    "how_you_learn": ("how you will learn",),
    "to_bring": ("what you will need to bring",),
    "assessed": ("how you will be assessed",),
    "where_next": ("where next",),
    "format": ("delivery mode", "delivery", "how it is taught", "mode"),
    "starts_on": ("start date", "starts", "starts on", "start", "first session", "date from"),
    "ends_on": ("end date", "ends", "ends on", "finish date", "last session", "date to"),
    "roll_on": ("flexible start date", "flexible start", "roll on roll off", "roll on"),
    "venue_name": ("venue name", "venue", "location", "where", "building", "site"),
    "venue_reference": ("your venue reference", "venue reference", "venue ref", "venue id"),
    "venue_postcode": ("venue postcode", "postcode", "post code"),
    "website": ("course webpage", "web page", "website", "url", "link", "web address", "course url"),
    "email": ("email", "email address", "e mail", "contact email"),
    "phone": ("phone", "phone number", "telephone", "telephone number", "tel", "contact number"),
    "contact_name": ("contact", "contact name", "contact person"),
    "cost": ("cost", "price", "fee", "course fee"),
    "cost_note": ("cost description", "cost notes", "fee notes"),
    "duration": ("duration", "length"),
    "duration_unit": ("duration unit",),
    "study_mode": ("study mode",),
    "attendance": ("attendance pattern",),
    "day": ("day", "days", "day of week", "day s"),
    "times": ("time", "times", "session time", "session times"),
    "starts_at": ("start time", "time from"),
    "ends_at": ("end time", "finish time", "time to"),
    "women_only": ("women only", "female only"),
    "step_free": ("step free", "step free access", "wheelchair access", "wheelchair accessible"),
    "places_open": ("places", "places open", "places available", "vacancies", "spaces"),
    "waiting": ("waiting", "number waiting"),
    "waiting_list": ("waiting list",),
}

GENERIC_NAMES = ("name", "title")
"""A name of either; the other columns decide which."""

COURSE_ONLY = (
    frozenset(COURSE_COLUMNS)
    - frozenset(VENUE_COLUMNS)
    - {"venue_name", "venue_reference", "venue_postcode", "provider", "contact_name", "description"}
)
"""A sheet with two of these is a list of classes."""

VENUE_ONLY = frozenset({"uprn", "address_1", "address_2", "address_3", "town", "county", "closed_in", "lat", "lon", "postcode"})
"""A sheet with two of these, and none of the above, is a list of venues."""

NEEDED = {
    "venues": "the venue’s name, and its postcode, town or address",
    "courses": "the course’s name, and at least one of its level, start date, days, cost, delivery mode or description",
}

ERRORS_COLUMN = "ERRORS"
"""The column Signpost adds to the rows it hands back. It is passed over on reading, so that it need not be removed."""

ONE_AUTHORITY = "All rows go to the authority chosen for this import."

LEFT_OUT: tuple[tuple[str, str], ...] = (
    (r"errors", "Signpost wrote this column; it is passed over."),
    (r".*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*\bhours", "Signpost has no place for opening hours yet."),
    (r"(?:special|opening) hours|opening times", "Signpost has no place for opening hours yet."),
    (r"local authority|council|authority|la name", ONE_AUTHORITY),
    (r"statutory|type of library|library type|year opened", "It says nothing a learner or adviser looks for."),
    (r"co located(?: with)?", "Signpost does not keep what else is in a building."),
    (r"notes?|comments?|remarks?", "Free notes may be internal, so they are not published."),
    (r"national delivery|sub region", "Signpost lists where a class meets, not where it could be held."),
)
"""Known headers that are not taken, as regular expressions, with the reason a person reads."""
