"""The doorway of the catalog."""
from storecrew.contexts.catalog.operations.upsert import upsert_products
