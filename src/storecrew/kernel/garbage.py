"""How often the garbage collector looks through what a process holds.

Rows that are read and written by the thousand are no garbage, and modules live as long as the process. At
Python's own threshold of 700 new objects, looking through them was a quarter of an import's processor time.
"""

from __future__ import annotations

import gc

NEW_OBJECTS, YOUNG_LOOKS, MIDDLE_LOOKS = 50_000, 20, 50


def look_seldom() -> None:
    """Look for garbage once in many new objects instead of once in 700."""
    gc.set_threshold(NEW_OBJECTS, YOUNG_LOOKS, MIDDLE_LOOKS)


def spare_what_is_loaded() -> None:
    """Never look through what is there now; for when all modules are loaded, before processes are forked."""
    gc.collect()
    gc.freeze()
