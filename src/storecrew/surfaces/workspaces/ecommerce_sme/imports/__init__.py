"""Screens for catalogue files in and out."""
