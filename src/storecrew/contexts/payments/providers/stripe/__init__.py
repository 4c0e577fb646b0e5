"""Stripe: Payment Intents, held first and taken later, 3-D Secure, refunds, signed webhooks."""

from storecrew.contexts.payments.providers.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
