"""What people read for each code. English here; a translation replaces these words, never the codes."""

from shared.contracts.provision import (
    Childcare,
    CostKind,
    Day,
    Entry1Part,
    Focus,
    Format,
    Funder,
    JoinRoute,
    Level,
    Precision,
    ProviderKind,
    Relation,
)

LEVEL: dict[str, str] = {
    Level.PRE_ENTRY: "Pre-entry",
    Level.ENTRY_1: "Entry 1",
    Level.ENTRY_2: "Entry 2",
    Level.ENTRY_3: "Entry 3",
    Level.LEVEL_1: "Level 1",
    Level.LEVEL_2: "Level 2",
}
ENTRY_1_PART: dict[str, str] = {
    Entry1Part.PART_1: "Entry 1, part 1",
    Entry1Part.PART_2: "Entry 1, part 2",
    Entry1Part.NEW_TO_LITERACY: "New to reading and writing",
    Entry1Part.NEW_TO_LATIN_SCRIPT: "New to the Latin alphabet",
}
FOCUS: dict[str, str] = {
    Focus.GENERAL: "General English",
    Focus.CONVERSATION: "Conversation",
    Focus.LIFE_IN_THE_UK: "Life in the UK test",
    Focus.HOME_OFFICE_TEST: "Home Office speaking and listening test",
    Focus.EMPLOYABILITY: "English for work",
    Focus.HEALTH: "English for health",
    Focus.FAMILY_LEARNING: "Family learning",
    Focus.LITERACY: "Reading and writing",
    Focus.FUNCTIONAL_SKILLS: "Functional skills",
    Focus.EXAM_PREPARATION: "Exam preparation",
    Focus.VOCATIONAL: "English for a trade",
    Focus.DRIVING_THEORY: "Driving theory",
    Focus.COMMUNITY_INTERPRETING: "Community interpreting",
}
FORMAT: dict[str, str] = {
    Format.IN_PERSON: "In person",
    Format.ONLINE: "Online",
    Format.HYBRID: "In person and online",
}
DAY: dict[str, str] = {day: day.value.capitalize() for day in Day}
TIME: dict[str, str] = {
    "morning": "Morning",
    "afternoon": "Afternoon",
    "evening": "Evening",
}
FUNDER: dict[str, str] = {
    Funder.ADULT_SKILLS_FUND: "Adult Skills Fund",
    Funder.TAILORED_LEARNING: "Tailored learning",
    Funder.RESETTLEMENT: "Resettlement money",
    Funder.CHARITY: "Charity",
    Funder.FEE: "Learners pay",
}
COST: dict[str, str] = {
    CostKind.FREE: "Free",
    CostKind.PAID: "There is a fee",
    CostKind.ASK: "Ask the provider",
}
JOIN: dict[str, str] = {
    JoinRoute.TURN_UP: "Just turn up",
    JoinRoute.SELF_REFER: "Ask for a place yourself",
    JoinRoute.AGENCY_REFERRAL: "An adviser refers you",
    JoinRoute.ASSESSMENT_FIRST: "Assessment first",
}
RELATION: dict[str, str] = {
    Relation.DELIVERED_BY: "Delivered by",
    Relation.FUNDED_BY: "Funded by",
    Relation.ON_BEHALF_OF: "On behalf of",
    Relation.SHARED_SYLLABUS: "Shares a syllabus with",
}
PROVIDER_KIND: dict[str, str] = {
    ProviderKind.COLLEGE: "College",
    ProviderKind.COUNCIL: "Council",
    ProviderKind.CHARITY: "Charity",
    ProviderKind.COMMUNITY_GROUP: "Community group",
    ProviderKind.LIBRARY: "Library",
    ProviderKind.FAITH_GROUP: "Faith group",
    ProviderKind.TRAINING_PROVIDER: "Training provider",
    ProviderKind.UNIVERSITY: "University",
    ProviderKind.OTHER: "Other",
}
CHILDCARE: dict[str, str] = {
    Childcare.CRECHE: "Crèche",
    Childcare.CHILDREN_WELCOME: "Children are welcome in class",
    Childcare.HELP_WITH_COST: "Help with the cost of childcare",
    Childcare.NONE: "No childcare",
}
PLACES: dict[str, str] = {
    "open": "Places open",
    "waiting-list": "Waiting list",
    "full": "Full",
    "not-told": "Not told yet",
}
PRECISION: dict[str, str] = {
    Precision.GIVEN: "exact place",
    Precision.POSTCODE: "from its postcode",
    Precision.SECTOR: "about, from the start of its postcode",
    Precision.OUTCODE: "roughly, from its postcode area",
    Precision.TOWN: "roughly, from its town",
}
YES_NO: dict[str, str] = {"yes": "Yes", "no": "No"}
FRESHNESS: dict[str, str] = {
    "verified": "Checked lately",
    "ageing": "Check is getting old",
    "stale": "Not checked for a long time",
    "hidden": "Hidden until checked",
}
