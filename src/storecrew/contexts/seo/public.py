"""The doorway of being found."""

from storecrew.contexts.seo.errors import (
    AuditRunning,
    InvalidRedirect,
    InvalidTemplate,
    ReasonNeeded,
    UnknownAuditPage,
    UnknownFinding,
    UnknownRedirect,
    UnknownTemplate,
)
from storecrew.contexts.seo.facts import (
    Address,
    Checked,
    HeadWords,
    Progress,
    Proposal,
    RedirectContent,
    TemplateContent,
    Traffic,
    Way,
)
from storecrew.contexts.seo.operations.auditing import (
    advance_audit,
    audit_progress,
    ignore_finding,
    recheck_page,
    restore_finding,
    start_audit,
)
from storecrew.contexts.seo.operations.heads import check_template, remove_template, save_template
from storecrew.contexts.seo.operations.noting import note_hit, note_missing, write_counts
from storecrew.contexts.seo.operations.redirects import (
    MOST_ROWS,
    check_redirects,
    import_redirects,
    remove_redirect,
    save_redirect,
)
from storecrew.contexts.seo.providers.site import Site, register_site
from storecrew.contexts.seo.queries.findings import CHECKS, cure_of, finding_texts, finding_words, sentence
from storecrew.contexts.seo.queries.heads import content_of, head
from storecrew.contexts.seo.queries.moves import health_of_moves, nearest, way
from storecrew.contexts.seo.rules.heads import (
    DESCRIPTION_ROOM,
    DESCRIPTION_SIZE,
    PLACEHOLDERS,
    TITLE_ROOM,
    TITLE_SIZE,
    fill,
    width,
)

__all__ = [
    "CHECKS",
    "DESCRIPTION_ROOM",
    "DESCRIPTION_SIZE",
    "MOST_ROWS",
    "PLACEHOLDERS",
    "TITLE_ROOM",
    "TITLE_SIZE",
    "Address",
    "AuditRunning",
    "Checked",
    "HeadWords",
    "InvalidRedirect",
    "InvalidTemplate",
    "Progress",
    "Proposal",
    "ReasonNeeded",
    "RedirectContent",
    "Site",
    "TemplateContent",
    "Traffic",
    "UnknownAuditPage",
    "UnknownFinding",
    "UnknownRedirect",
    "UnknownTemplate",
    "Way",
    "advance_audit",
    "audit_progress",
    "check_redirects",
    "check_template",
    "content_of",
    "cure_of",
    "fill",
    "finding_texts",
    "finding_words",
    "head",
    "health_of_moves",
    "ignore_finding",
    "import_redirects",
    "nearest",
    "note_hit",
    "note_missing",
    "recheck_page",
    "register_site",
    "remove_redirect",
    "remove_template",
    "restore_finding",
    "save_redirect",
    "save_template",
    "sentence",
    "start_audit",
    "way",
    "width",
    "write_counts",
]
