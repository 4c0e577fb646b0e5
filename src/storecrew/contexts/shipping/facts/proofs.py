"""Values about what shows that parcels arrived."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple


class ProofSpot(NamedTuple):
    """Where a phone was when a parcel was handed over, in millionths of a degree, and how wrong that may be.

    ``away_m`` is how far from the address that is and ``is_far`` whether too far; None where nobody knows.
    """

    lat_e6: int
    lon_e6: int
    accuracy_m: int
    away_m: int | None
    is_far: bool | None


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """What shows that a label's parcels arrived. The pictures are read apart, by ``proof_picture``."""

    id: int
    label_id: int
    place: str
    received_by: str
    code_fits: bool
    has_photo: bool
    has_signature: bool
    note: str
    happened_at: dt.datetime
    recorded_at: dt.datetime
    actor: str
    spot: ProofSpot | None
