"""The behaviour suite over RabbitMQ, with a worker on nameko and two databases of PostgreSQL."""

import pytest

from shared.testing.delivery import DeliveryBehaviour
from shared.testing.mending import MendingBehaviour

from .green_beds import RabbitBed, green_bed, two_databases

__all__ = ["green_bed", "two_databases"]  # fixtures


class TestOverRabbitmq(DeliveryBehaviour, MendingBehaviour):
    @pytest.fixture
    def bed(self, green_bed: RabbitBed) -> RabbitBed:
        return green_bed
