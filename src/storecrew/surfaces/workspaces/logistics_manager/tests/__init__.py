"""Tests of the logistics manager's pages."""
