"""What happens to an order after it was placed: cancellations and refunds."""
