"""Stars that staff give to products: the extension that `docs/how-to/write-an-extension.md` explains."""
