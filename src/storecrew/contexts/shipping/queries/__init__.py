"""Reads of shipping: addresses and their forms, the options of an order."""
