"""Places of the region: postcodes, towns, authorities, distances.

Contains OS data, Royal Mail data and National Statistics data © Crown copyright and database right.
"""

from shared.geo.distance import distance_metres, distances_metres
from shared.geo.gazetteer import Gazetteer
from shared.geo.place import Place, PlaceKind
from shared.geo.postcode_load import LoadReport, load_postcodes
from shared.geo.postcode_table import PostcodeTable
from shared.geo.postcodes import normal_postcode, outcode_of, sector_of
from shared.geo.region import ATTRIBUTION, Authority

__all__ = [
    "ATTRIBUTION",
    "Authority",
    "Gazetteer",
    "LoadReport",
    "Place",
    "PlaceKind",
    "PostcodeTable",
    "distance_metres",
    "distances_metres",
    "load_postcodes",
    "normal_postcode",
    "outcode_of",
    "sector_of",
]
