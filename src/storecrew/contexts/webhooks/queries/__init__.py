"""What is read: subscriptions, deliveries, and what events tell outside."""
