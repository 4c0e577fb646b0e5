"""Installed extensions: read, judged, started; one that cannot run is left out and the shop starts."""
