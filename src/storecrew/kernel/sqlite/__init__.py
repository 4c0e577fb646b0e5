"""Django's SQLite with a queue: writers take their turns in the order they came, threads and processes alike.

SQLite has one writer. Who finds it busy sleeps and looks again, ever longer, so that under load whoever
came first waits longest: 32 threads waited up to 2.5 s that way, and 19 ms in a queue; of 8 busy processes
one waited 5 s and was told that the database is locked, and 0.2 s in a queue.
"""
