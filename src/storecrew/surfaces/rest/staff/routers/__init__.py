"""The operations for programs of the business, by subject."""

from __future__ import annotations

from storecrew.surfaces.rest.v1.schemas import Problem

# Any operation may answer these; all of them are problems.
PROBLEMS = {
    frozenset({400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503}): Problem,
}
