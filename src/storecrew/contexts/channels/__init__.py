"""Where we sell: channels, and the markets (geography, currency, tax display) they serve."""
