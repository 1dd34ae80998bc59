"""All that `make faults` makes."""

from tests.faults.embedded import EMBEDDED
from tests.faults.guarded import LOCAL_PLANTED, PLANTED_OVER_RABBITMQ
from tests.faults.over_rabbitmq import OVER_RABBITMQ

CONFIGURATIONS = (*OVER_RABBITMQ, *EMBEDDED)
PLANTED = (*PLANTED_OVER_RABBITMQ, *LOCAL_PLANTED)
