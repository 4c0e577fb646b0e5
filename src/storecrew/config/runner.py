"""``./dev up``: make the installation ready, then run web, worker and scheduler as one process tree.

This process never loads Django: the second start has to be quick, and a supervisor should have little
that can fail.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from storecrew.config.environment import Environment, SettingsError, data_folder, database, is_production
from storecrew.config.running.installation import Installation, Refused
from storecrew.config.running.sign_ins import describe
from storecrew.config.running.supervisor import Supervisor, listening_problem

PROJECT = Path(__file__).resolve().parents[3]


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; use a number from 1 to 65535")
    return int(text)


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./dev up", description="Start the shop and its back office.")
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--data", help="the folder that holds everything (.data, or STORECREW_DATA)")
    parser.add_argument("--fresh", action="store_true", help="delete what the folder holds and start anew")
    parser.add_argument(
        "--no-demo", action="store_true", help="an empty working shop instead of the demo store"
    )
    parser.add_argument(
        "--reload", action="store_true", help="start again when code, templates or styles change"
    )
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1), help="web processes")
    return parser.parse_args(words)


def settings_for(options: argparse.Namespace, data: Path, *, demo: bool) -> dict[str, str]:
    """Return the environment of the processes to start."""
    host = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host  # noqa: S104 - compared, not bound
    environ = dict(os.environ)
    environ["STORECREW_DATA"] = str(data)
    environ["STORECREW_PARENT"] = str(os.getpid())
    environ["STORECREW_DEMO"] = "1" if demo else "0"
    environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
    environ.setdefault("STORECREW_BASE_URL", f"http://{host}:{options.port}")
    return environ


def _changes() -> Callable[[], str]:
    from storecrew.config.running.changes import Changes

    folders = [Path(each) for each in Environment(os.environ).words("STORECREW_TEMPLATES")]
    return Changes([PROJECT / "src", *(each for each in folders if each.is_dir())]).latest


def main(words: Sequence[str] | None = None) -> int:
    """Start everything; return the exit status."""
    # Told to stop while the database is made ready: the command that does it is stopped as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = arguments(sys.argv[1:] if words is None else words)
    if options.data:
        os.environ["STORECREW_DATA"] = options.data
    data = data_folder(Environment(os.environ), PROJECT)
    try:
        installation = Installation.open(data, os.environ.get("DATABASE_URL", ""))
        # A wrong address is told in one sentence before anything is made.
        database(os.environ.get("DATABASE_URL", ""), data)
        if problem := listening_problem(options.host, options.port):
            raise Refused(problem)
        if options.fresh or installation.half_built:
            installation.empty()
        demo = installation.demo if installation.built else not (options.no_demo or is_production(os.environ))
        environ = settings_for(options, data, demo=demo)
        installation.make_ready(environ, demo=demo)

        def prepare() -> None:
            try:
                installation.make_ready(environ, demo=demo)
            except Refused as refusal:
                sys.stderr.write(f"./dev up: {refusal}\n")

        supervisor = Supervisor(
            environ,
            host=options.host,
            port=options.port,
            web_processes=options.workers,
            changed=_changes() if options.reload else None,
            prepare=prepare,
        )
        return supervisor.run(lambda: describe(environ["STORECREW_BASE_URL"], data, demo=demo))
    except (Refused, SettingsError) as refusal:
        sys.stderr.write(f"./dev up: {refusal}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
