"""Compile one template in a fresh process: arguments are the template and the time, data come on stdin."""

from __future__ import annotations

import sys
from pathlib import Path

from storecrew.kernel.printing import compiled

if __name__ == "__main__":
    template, stamp = sys.argv[1:]
    sys.stdout.buffer.write(compiled(Path(template), sys.stdin.read(), int(stamp)))
