"""The parts of ``./dev up``: the installation in its folder, the processes, the sign-ins. No Django."""
