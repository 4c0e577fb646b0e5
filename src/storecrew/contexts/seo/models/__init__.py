"""Tables of being found."""

from storecrew.contexts.seo.models.audit import AuditRun, Finding, Page
from storecrew.contexts.seo.models.heads import HeadTemplate
from storecrew.contexts.seo.models.indexed import IndexStatus, InspectionDay
from storecrew.contexts.seo.models.moves import MissingPath, Redirect

__all__ = [
    "AuditRun",
    "Finding",
    "HeadTemplate",
    "IndexStatus",
    "InspectionDay",
    "MissingPath",
    "Page",
    "Redirect",
]
