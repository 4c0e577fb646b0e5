"""The business, one package per context; they meet only at `public.py`."""
