"""What can go wrong with work objects."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict, Denied, Invalid, NotFound


class EmptyComment(Invalid):
    """A comment without text, or longer than 5,000 characters."""

    code = "empty_comment"
    message = _("A comment has between 1 and 5,000 characters.")
    next_step = _("Write what your colleagues should know.")


class InvalidFinding(Invalid):
    """A finding without owner, title or key, or with an unknown severity."""

    code = "invalid_finding"
    message = _("An alert needs an owner, a title, a key and a known severity.")


class UnknownFinding(NotFound):
    """No finding has this id."""

    code = "unknown_finding"
    message = _("There is no such alert.")


class InvalidView(Invalid):
    """A saved view without a name, or with a name or query that is too long."""

    code = "invalid_view"
    message = _("A view needs a name of at most 60 characters.")
    next_step = _("Give the view a short name.")


class UnknownView(NotFound):
    """No saved view of this actor has this id."""

    code = "unknown_view"
    message = _("There is no such view.")


class NotYourTeam(Denied):
    """Views can be shared only with a team one belongs to."""

    code = "not_your_team"
    message = _("You can share a view only with a team that you belong to.")


class InvalidTask(Invalid):
    """A task without an owner or a title."""

    code = "invalid_task"
    message = _("A task needs an owner and a title.")
    next_step = _("Say in one line what is to be done.")


class UnknownTask(NotFound):
    """No task has this id, or it is for a location the actor does not see."""

    code = "unknown_task"
    message = _("There is no such task.")


class TaskTaken(Conflict):
    """A colleague took the task first; `details["by"]` names them."""

    code = "task_taken"
    message = _("A colleague has taken this task.")
    next_step = _("Take the next one, or ask them to give it back.")


class TaskClosed(Conflict):
    """The task is done or no longer needed."""

    code = "task_closed"
    message = _("This task is closed already.")
    next_step = _("Reload the page to see what came of it.")


class EmptyAnswer(Invalid):
    """An answer without text, or longer than 5,000 characters."""

    code = "empty_answer"
    message = _("An answer has between 1 and 5,000 characters.")
    next_step = _("Write what the colleague can tell the customer.")


class InvalidDate(Invalid):
    """A date without title, owner or record, or one that ends before it begins."""

    code = "invalid_date"
    message = _("A date needs a title and an owner, and cannot end before it begins.")
    next_step = _("Correct the title or the times.")


class UnknownDate(NotFound):
    """There is no such date on the calendar, or it belongs to a fact and not to a person."""

    code = "unknown_date"
    message = _("There is no such date on the calendar.")


class InvalidSnooze(Invalid):
    """Something was put off until an instant that is not ahead."""

    code = "invalid_snooze"
    message = _("It can be put off only until a day that is ahead.")
    next_step = _("Choose a later day.")


class LineTaken(Conflict):
    """A colleague took what the team was sent first; `details["by"]` names them."""

    code = "line_taken"
    message = _("A colleague has taken this.")
    next_step = _("Take the next one, or ask them to give it back.")


class UndoGone(Conflict):
    """The change can no longer be taken back at once: it was already, or half an hour has passed."""

    code = "undo_gone"
    message = _("This can no longer be undone here.")
    next_step = _("Open the record: its timeline says what was before.")


class DateNotMovable(Conflict):
    """A date that follows a fact whose owner has to change it on its own page."""

    code = "date_not_movable"
    message = _("This date follows from something else and cannot be moved here.")
    next_step = _("Open it and change it there: the calendar follows.")


class DateMoved(Conflict):
    """A date that begins at another moment than its mover saw; `details` have both as ISO instants."""

    code = "date_moved"
    message = _("A colleague has moved this date in the meantime.")
    next_step = _("Look at where it is now, then move it if that is still needed.")


class UnknownConflict(NotFound):
    """No conflict has this id."""

    code = "unknown_conflict"
    message = _("There is no such conflict.")


class ConflictClosed(Conflict):
    """The conflict is resolved, or somebody answered it first."""

    code = "conflict_closed"
    message = _("This conflict is resolved or answered already.")
    next_step = _("Reload the page to see what came of it.")


class AcceptanceNeedsReason(Invalid):
    """An acceptance needs an answer of its kind, a reason, and an end that lies ahead."""

    code = "acceptance_needs_reason"
    message = _("Say how you answer it, why, and until when that holds.")
    next_step = _("Choose an answer, write a reason and take a time that lies ahead.")


class AnswerNeedsDays(Invalid):
    """An answer that is done in days says for how many; `details["most"]` is the largest number."""

    code = "answer_needs_days"
    message = _("Say how many days this answer is about.")
    next_step = _("Write a number of days, 1 or more.")


class BlockedByConflict(Conflict):
    """Something may not start; `details["conflicts"]` are (id, code, sentence, owner role, page)."""

    code = "blocked_by_conflict"
    message = _("It cannot start: something on the calendar stands against it.")
    next_step = _("Resolve the conflict by a change, or let its owner accept it with a reason.")


class InvalidFileSchedule(Invalid):
    """A scheduled file needs a name, somebody to get it, a known format, rhythm and time zone."""

    code = "invalid_file_schedule"
    message = _("Give it a name, choose who gets it, and when.")
    next_step = _("A file goes to at most twenty people.")


class CannotHaveFile(Denied):
    """Somebody may not see a list, or may not take it away as a file; `details["person"]` is their id."""

    code = "cannot_have_file"
    message = _("Somebody you chose may not take this list away as a file.")
    next_step = _("Choose colleagues who may see and export this list.")


class UnknownFileSchedule(NotFound):
    """No scheduled file has this id for this person."""

    code = "unknown_file_schedule"
    message = _("There is no such scheduled file.")


class FileGone(NotFound):
    """A file that was deleted on its day, or that was sent to somebody else."""

    code = "file_gone"
    message = _("This file is no longer here.")
    next_step = _("Open the list itself, or send the file again.")
