"""The order desk: find an order, see all that is known of it, ship, cancel, refund."""
