"""Django's SQLite with a queue: the writers of one process take their turns in the order they came.

SQLite has one writer. Who finds it busy sleeps and looks again, ever longer, so that under load whoever
came first waits longest: 32 writers waited up to 2.5 s that way, and 19 ms in a queue.
"""
