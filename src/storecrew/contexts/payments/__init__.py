"""The ledger of money asked for, taken and returned, and the gateways behind it."""
