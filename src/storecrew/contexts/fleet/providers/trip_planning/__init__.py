"""Planners of trips behind one protocol, and the problem files they are measured on."""
