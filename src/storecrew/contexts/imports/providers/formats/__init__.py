"""The file formats of other platforms and our own, behind one protocol."""
