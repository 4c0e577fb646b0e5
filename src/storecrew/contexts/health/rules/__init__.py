"""Arithmetic of health."""
