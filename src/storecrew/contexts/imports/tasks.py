"""Background work of imports."""
