"""Real processes on a real database: stress with a barrier start, and interleavings at an exact point.

`arena.py` makes the database and the processes, `interleaver.py` puts one process into the middle of
another, `laws.py` counts facts afterwards, `shop.py` makes carts by the hundred.
"""
