"""PostgreSQL through Django's own backend, with a pool that recovers at once from cut connections."""
