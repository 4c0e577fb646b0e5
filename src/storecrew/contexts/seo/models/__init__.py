"""Tables of being found."""

from storecrew.contexts.seo.models.audit import AuditRun, Finding, Page
from storecrew.contexts.seo.models.heads import HeadTemplate
from storecrew.contexts.seo.models.moves import MissingPath, Redirect

__all__ = ["AuditRun", "Finding", "HeadTemplate", "MissingPath", "Page", "Redirect"]
