"""Extensions as distributions: one that works, and some that do not."""
