"""The promises of the software, each proved by a test that carries its id."""
