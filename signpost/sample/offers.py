"""The kinds of class providers really run, one row each: what it is called, who runs it, for whom, when and how to join."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.provision import Childcare, Cost, CostKind, Entry1Part, Focus, Funder, JoinRoute, Level, ProviderKind
from signpost.sample.sites import Use
from signpost.sample.timetable import Pattern

K, F, P, L = ProviderKind, Focus, Pattern, Level
Levels = tuple[Level, ...]

LEVEL_WEIGHTS: Mapping[Level, float] = {L.PRE_ENTRY: 26, L.ENTRY_1: 28, L.ENTRY_2: 22, L.ENTRY_3: 13, L.LEVEL_1: 7, L.LEVEL_2: 4}
"""By the lowest level a class takes: need and waiting lists are greatest at the start (seed 001)."""

ONE_BY_ONE: tuple[Levels, ...] = ((L.PRE_ENTRY,), (L.ENTRY_1,), (L.ENTRY_2,), (L.ENTRY_3,), (L.LEVEL_1,), (L.LEVEL_2,))
ENTRY: tuple[Levels, ...] = ONE_BY_ONE[:4]
BEGINNERS: tuple[Levels, ...] = ((L.PRE_ENTRY,), (L.PRE_ENTRY, L.ENTRY_1), (L.ENTRY_1,))
MIXED: tuple[Levels, ...] = ((L.PRE_ENTRY, L.ENTRY_1), (L.PRE_ENTRY, L.ENTRY_1, L.ENTRY_2), (L.ENTRY_1, L.ENTRY_2), (L.ENTRY_2, L.ENTRY_3))
EVERYONE: tuple[Levels, ...] = ((L.PRE_ENTRY, L.ENTRY_1, L.ENTRY_2, L.ENTRY_3), (L.ENTRY_1, L.ENTRY_2, L.ENTRY_3))
HIGHER: tuple[Levels, ...] = ((L.ENTRY_3,), (L.ENTRY_3, L.LEVEL_1), (L.LEVEL_1,))

BOARDS = ("Ascentis", "Gateway Qualifications", "Trinity College London", "City & Guilds", "Pearson")

FREE = Cost(kind=CostKind.FREE)
FREE_TEA = Cost(kind=CostKind.FREE, note="Free, with tea and biscuits")
ASK = Cost()
FUNDED = Cost(kind=CostKind.ASK, note="Free if you get certain benefits or have a low wage; ask us")
SMALL_FEE = Cost(kind=CostKind.PAID, amount_pence=200, note="£2 each time")
TERM_FEE = Cost(kind=CostKind.PAID, amount_pence=4500, note="£45 a term, less if you get benefits")
COURSE_FEE = Cost(kind=CostKind.PAID, amount_pence=28_000)
EXAM_FEE = Cost(kind=CostKind.PAID, note="The exam fee is set by the exam board")

ASF, TAILORED, RESETTLED, GIVEN = Funder.ADULT_SKILLS_FUND, Funder.TAILORED_LEARNING, Funder.RESETTLEMENT, Funder.CHARITY
TURN_UP, SELF, REFERRED, ASSESSED = JoinRoute.TURN_UP, JoinRoute.SELF_REFER, JoinRoute.AGENCY_REFERRAL, JoinRoute.ASSESSMENT_FIRST


@dataclass(frozen=True)
class Offer:
    """`by`: who runs it, with weights. `regulated` None: not told. `parts`: of entry 1, one or none is given.

    `women_only`: share of these classes; `secret`: share whose address is told on joining.
    """

    names: tuple[str, ...]
    says: tuple[str, ...]
    by: Mapping[ProviderKind, float]
    levels: tuple[Levels, ...]
    patterns: tuple[Pattern, ...]
    focus: tuple[Focus, ...] = (F.GENERAL,)
    where: tuple[Use, ...] = ()
    regulated: bool | None = False
    funders: tuple[tuple[Funder, ...], ...] = ((),)
    costs: tuple[Cost, ...] = (FREE,)
    join: tuple[tuple[JoinRoute, ...], ...] = ((SELF,),)
    parts: tuple[Entry1Part, ...] = ()
    childcare: tuple[Childcare | None, ...] = (None,)
    women_only: float = 0.0
    secret: float = 0.0
    online: bool = True

    @property
    def drop_in(self) -> bool:
        return self.patterns == (P.DROP_IN,)


OFFERS: tuple[Offer, ...] = (
    Offer(
        names=("ESOL {level} – {when}", "ESOL {level}", "ESOL {level} Skills for Life", "ESOL {short} ({days})"),
        says=(
            "A course for adults who want to speak, listen, read and write better English. You take an exam at the end.",
            "Speaking, listening, reading and writing for work, study and everyday life. Please come to an assessment first.",
        ),
        by={K.COLLEGE: 9, K.COUNCIL: 3, K.TRAINING_PROVIDER: 4, K.OTHER: 0.5},
        levels=ONE_BY_ONE,
        patterns=(P.TWO_MORNINGS, P.TWO_MORNINGS, P.TWO_AFTERNOONS, P.THREE_DAYS),
        regulated=True,
        funders=((ASF,), (ASF,), (ASF, Funder.FEE)),
        costs=(FUNDED, FUNDED, ASK),
        join=((ASSESSED,), (ASSESSED, SELF), (SELF, REFERRED, ASSESSED)),
        parts=(Entry1Part.PART_1, Entry1Part.PART_2),
        childcare=(None, None, Childcare.NONE, Childcare.HELP_WITH_COST),
    ),
    Offer(
        names=("ESOL {level} Evening", "Evening English – {level}", "ESOL for people who work ({short}, {days} evenings)"),
        says=("For people who work or look after children in the day. One evening a week.",),
        by={K.COLLEGE: 3, K.COUNCIL: 2, K.TRAINING_PROVIDER: 1, K.UNIVERSITY: 1},
        levels=ONE_BY_ONE[1:5],
        patterns=(P.EVENING,),
        regulated=None,
        funders=((ASF, Funder.FEE), (Funder.FEE,)),
        costs=(FUNDED, TERM_FEE),
        join=((ASSESSED,), (SELF,)),
    ),
    Offer(
        names=(
            "Conversation café",
            "Conversation Cafe @ {district}",
            "Chat and learn English",
            "Talk English – {when}",
            "English chat over coffee",
        ),
        says=(
            "Practise speaking with friendly volunteers. No tests, no register, everybody is welcome.",
            "Come and talk. Tea, coffee and games. You do not need to book.",
        ),
        by={K.LIBRARY: 9, K.CHARITY: 4, K.COMMUNITY_GROUP: 5, K.FAITH_GROUP: 5, K.COUNCIL: 1},
        levels=EVERYONE,
        patterns=(P.DROP_IN,),
        focus=(F.CONVERSATION,),
        where=(Use.LIBRARY, Use.OWN),
        funders=((GIVEN,), ()),
        costs=(FREE, FREE_TEA),
        join=((TURN_UP,),),
        childcare=(None, Childcare.CHILDREN_WELCOME),
    ),
    Offer(
        names=(
            "Pre-entry reading and writing",
            "Learn to read and write – beginners",
            "ESOL literacy: first steps",
            "ABC English ({days})",
        ),
        says=("For people who did not go to school or do not read and write yet in any language. Small group, slow and friendly.",),
        by={K.COUNCIL: 3, K.CHARITY: 3, K.COLLEGE: 2, K.FAITH_GROUP: 2, K.COMMUNITY_GROUP: 2},
        levels=BEGINNERS[:2],
        patterns=(P.MORNING, P.TWO_MORNINGS, P.AFTERNOON),
        focus=(F.LITERACY,),
        funders=((TAILORED,), (GIVEN,), (ASF,)),
        join=((SELF, REFERRED), (ASSESSED,)),
        parts=(Entry1Part.NEW_TO_LITERACY, Entry1Part.NEW_TO_LATIN_SCRIPT),
        online=False,
    ),
    Offer(
        names=(
            "English for mums with crèche",
            "Mums' English",
            "English for parents – {when}",
            "Family English at school",
            "Help your child: English for parents",
        ),
        says=(
            "For parents and carers. Learn the English you need for school, the doctor and the shops.",
            "Bring your little ones: there is a play corner while you learn.",
        ),
        by={K.COUNCIL: 4, K.OTHER: 12, K.CHARITY: 2, K.FAITH_GROUP: 1, K.COMMUNITY_GROUP: 1},
        levels=MIXED,
        patterns=(P.SCHOOL_MORNING,),
        focus=(F.FAMILY_LEARNING,),
        where=(Use.SCHOOL, Use.CHILDREN),
        funders=((TAILORED,), (GIVEN,)),
        join=((SELF,), (SELF, TURN_UP)),
        childcare=(Childcare.CRECHE, Childcare.CRECHE, Childcare.CHILDREN_WELCOME),
        women_only=0.35,
        online=False,
    ),
    Offer(
        names=("Women's English class", "Ladies' English – {days}", "Sisters learning English", "English for women ({short})"),
        says=("A safe place for women to learn together with a woman teacher.",),
        by={K.CHARITY: 6, K.FAITH_GROUP: 8, K.COMMUNITY_GROUP: 6},
        levels=MIXED,
        patterns=(P.SCHOOL_MORNING, P.MORNING, P.AFTERNOON),
        focus=(F.GENERAL, F.CONVERSATION),
        funders=((GIVEN,), (TAILORED,)),
        costs=(FREE, FREE, SMALL_FEE),
        join=((SELF,), (SELF, REFERRED)),
        childcare=(Childcare.CRECHE, Childcare.CHILDREN_WELCOME, None),
        women_only=1.0,
        secret=0.35,
    ),
    Offer(
        names=(
            "English for refugees and asylum seekers – {level}",
            "Welcome English",
            "First English for new arrivals",
            "Resettlement ESOL ({short})",
        ),
        says=("For people who are new here: refugees, people seeking asylum, families on resettlement schemes. Bus fares paid.",),
        by={K.CHARITY: 5, K.TRAINING_PROVIDER: 1, K.FAITH_GROUP: 1, K.COUNCIL: 1},
        levels=(*BEGINNERS, (L.ENTRY_2,)),
        patterns=(P.TWO_MORNINGS, P.THREE_DAYS, P.TWO_AFTERNOONS),
        funders=((RESETTLED,), (RESETTLED, GIVEN), (GIVEN,)),
        join=((REFERRED,), (REFERRED, SELF)),
        parts=(Entry1Part.NEW_TO_LATIN_SCRIPT,),
        secret=0.15,
    ),
    Offer(
        names=("ESOL with Life in the UK", "Life in the UK test preparation", "Citizenship English"),
        says=("Improve your English and learn about life in the UK before the test.",),
        by={K.COUNCIL: 1, K.COMMUNITY_GROUP: 2, K.TRAINING_PROVIDER: 2, K.FAITH_GROUP: 1},
        levels=((L.ENTRY_2, L.ENTRY_3), (L.ENTRY_3,)),
        patterns=(P.EVENING, P.SATURDAY, P.AFTERNOON),
        focus=(F.LIFE_IN_THE_UK,),
        funders=((TAILORED,), (Funder.FEE,)),
        costs=(FREE, SMALL_FEE, TERM_FEE),
    ),
    Offer(
        names=("B1 speaking and listening for citizenship", "Home Office English test (A2/B1)"),
        says=("Practise for the speaking and listening test that the Home Office asks for.",),
        by={K.TRAINING_PROVIDER: 2, K.UNIVERSITY: 1, K.COLLEGE: 0.4},
        levels=((L.ENTRY_3,), (L.ENTRY_2, L.ENTRY_3)),
        patterns=(P.SATURDAY, P.EVENING),
        focus=(F.HOME_OFFICE_TEST, F.EXAM_PREPARATION),
        regulated=True,
        funders=((Funder.FEE,),),
        costs=(EXAM_FEE, COURSE_FEE),
    ),
    Offer(
        names=("Functional Skills English L1", "Functional Skills English L2", "English Functional Skills – {when}"),
        says=("Reading, writing and speaking for work or further study. A step towards GCSE.",),
        by={K.COLLEGE: 1, K.TRAINING_PROVIDER: 2, K.COUNCIL: 0.5},
        levels=((L.LEVEL_1,), (L.LEVEL_2,), (L.LEVEL_1, L.LEVEL_2)),
        patterns=(P.EVENING, P.TWO_MORNINGS),
        focus=(F.FUNCTIONAL_SKILLS,),
        regulated=True,
        funders=((ASF,),),
        costs=(FREE, FUNDED),
        join=((ASSESSED,),),
    ),
    Offer(
        names=("English for work: {trade}", "ESOL for {trade}", "Get ready for a job in {trade} – English and skills"),
        says=("English for people who want work in {trade}, with help to write a CV and an interview at the end.",),
        by={K.TRAINING_PROVIDER: 5, K.COLLEGE: 1, K.CHARITY: 1, K.COUNCIL: 1},
        levels=((L.ENTRY_2,), (L.ENTRY_2, L.ENTRY_3), *HIGHER),
        patterns=(P.FOUR_MORNINGS, P.THREE_DAYS, P.TWO_AFTERNOONS),
        focus=(F.EMPLOYABILITY, F.VOCATIONAL),
        regulated=None,
        funders=((ASF,), (TAILORED,)),
        join=((REFERRED, SELF), (ASSESSED,)),
    ),
    Offer(
        names=("English for your health", "Talking to the doctor: English for health", "ESOL and wellbeing"),
        says=("Learn words for the body, the doctor, the chemist and healthy living.",),
        by={K.COUNCIL: 1, K.CHARITY: 2, K.COMMUNITY_GROUP: 2, K.LIBRARY: 1},
        levels=MIXED,
        patterns=(P.MORNING, P.AFTERNOON),
        focus=(F.HEALTH,),
        where=(Use.OWN, Use.CENTRE),
        funders=((TAILORED,), (GIVEN,)),
        women_only=0.1,
    ),
    Offer(
        names=(
            "Beginners' English",
            "English for beginners – {when}",
            "Absolute beginners English",
            "Everyday English ({days})",
            "Community ESOL {level}",
        ),
        says=("English for everyday life with a volunteer teacher. Small and friendly.", "Start to learn English. Everybody is welcome."),
        by={K.CHARITY: 4, K.FAITH_GROUP: 4, K.COMMUNITY_GROUP: 5, K.LIBRARY: 2, K.COUNCIL: 3, K.OTHER: 2},
        levels=BEGINNERS,
        patterns=(P.MORNING, P.AFTERNOON, P.TWO_MORNINGS, P.EVENING),
        funders=((GIVEN,), (TAILORED,), ()),
        costs=(FREE, FREE, SMALL_FEE),
        join=((SELF,), (TURN_UP, SELF)),
        childcare=(None, None, Childcare.CHILDREN_WELCOME, Childcare.NONE),
        women_only=0.05,
    ),
    Offer(
        names=("English improvers – {when}", "ESOL improvers", "English: next steps (mixed levels)"),
        says=("For people who know some English and want to speak and write with more confidence.",),
        by={K.CHARITY: 2, K.FAITH_GROUP: 1, K.COMMUNITY_GROUP: 2, K.COUNCIL: 2, K.UNIVERSITY: 1},
        levels=((L.ENTRY_2,), (L.ENTRY_2, L.ENTRY_3), (L.ENTRY_3,)),
        patterns=(P.MORNING, P.AFTERNOON, P.EVENING),
        funders=((GIVEN,), (TAILORED,)),
    ),
    Offer(
        names=("IELTS preparation", "IELTS and academic English"),
        says=("Prepare for the IELTS test for university or professional registration.",),
        by={K.UNIVERSITY: 4, K.TRAINING_PROVIDER: 1, K.COLLEGE: 0.4},
        levels=((L.LEVEL_1, L.LEVEL_2), (L.LEVEL_2,)),
        patterns=(P.EVENING, P.SATURDAY),
        focus=(F.EXAM_PREPARATION,),
        funders=((Funder.FEE,),),
        costs=(COURSE_FEE,),
    ),
    Offer(
        names=("English for the driving theory test", "Driving theory and English"),
        says=("Learn the English of the road and practise theory test questions.",),
        by={K.TRAINING_PROVIDER: 1, K.COMMUNITY_GROUP: 1, K.CHARITY: 0.5},
        levels=((L.ENTRY_2, L.ENTRY_3),),
        patterns=(P.EVENING, P.SATURDAY),
        focus=(F.DRIVING_THEORY,),
        costs=(SMALL_FEE, FREE),
    ),
    Offer(
        names=("Community interpreting Level 2", "Introduction to community interpreting"),
        says=("For people who speak two languages and want to interpret for their community.",),
        by={K.COLLEGE: 0.3, K.COUNCIL: 0.4, K.TRAINING_PROVIDER: 0.5},
        levels=((L.LEVEL_1,), (L.LEVEL_2,)),
        patterns=(P.EVENING,),
        focus=(F.COMMUNITY_INTERPRETING,),
        regulated=True,
        funders=((ASF, Funder.FEE),),
        costs=(FUNDED, COURSE_FEE),
        join=((ASSESSED,),),
    ),
)

TRADES = ("care", "warehouse work", "cleaning", "hospitality", "construction", "food production", "the NHS", "driving")
