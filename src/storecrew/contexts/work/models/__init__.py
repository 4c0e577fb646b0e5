"""Tables of the work context.

A business row is named by `record` ("orders.order") and `record_id`, as in the audit trail: work may hang on
any row of any context above, so there is no foreign key (M28's exception).
"""

from storecrew.contexts.work.models.conflicts import Conflict
from storecrew.contexts.work.models.files import FileReceiver, FileSchedule, ScheduledFile
from storecrew.contexts.work.models.personal import InboxEntry, InboxMark, UndoOffer
from storecrew.contexts.work.models.remarks import Comment, Finding, SavedView
from storecrew.contexts.work.models.tasks import CalendarEntry, CalendarFeed, Task

__all__ = [
    "CalendarEntry",
    "CalendarFeed",
    "Comment",
    "Conflict",
    "FileReceiver",
    "FileSchedule",
    "Finding",
    "InboxEntry",
    "InboxMark",
    "SavedView",
    "ScheduledFile",
    "Task",
    "UndoOffer",
]
