"""Events of the business for programs outside: subscriptions, deliveries, attempts."""
