"""Where gateways tell us what happened."""
