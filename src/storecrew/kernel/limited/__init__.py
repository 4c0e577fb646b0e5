"""Work on files of strangers in a process of its own that may use only so much memory and time (R14).

``run`` hands one job to a helper process, which forks a child for it. The child gives up what the limits take
away, reads the bytes, answers and ends; whatever a file does to a decoder, it does it there. The helper has
imported the job's module already, so a job costs a fork and not a start of Python. It leaves when nobody
needed it for a while, and ends with the process that started it.
"""

from storecrew.kernel.limited.caller import run
from storecrew.kernel.limited.facts import Answer, Limits, Stopped

__all__ = ["Answer", "Limits", "Stopped", "run"]
