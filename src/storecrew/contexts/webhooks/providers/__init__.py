"""The other side: signing and sending."""
