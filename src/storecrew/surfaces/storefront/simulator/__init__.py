"""The page of the pretended bank, where a shopper confirms a test payment."""
