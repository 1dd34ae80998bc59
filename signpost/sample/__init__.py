"""The sample region: invented provision on real geography, the same for the same seed."""

from signpost.sample.entries import SampleClass, SampleNetwork, SampleProvider, SampleRegion, SampleVenue
from signpost.sample.region import Spread, sample_batches, sample_region

__all__ = [
    "SampleClass",
    "SampleNetwork",
    "SampleProvider",
    "SampleRegion",
    "SampleVenue",
    "Spread",
    "sample_batches",
    "sample_region",
]
