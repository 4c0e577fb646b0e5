"""What is written: subscriptions, messages, deliveries."""
