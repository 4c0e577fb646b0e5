"""What health does when a launch has opened."""

from __future__ import annotations

from storecrew.contexts.health.events import LaunchOpened
from storecrew.contexts.health.operations.canary import try_to_buy
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor


@outbox.subscribe(LaunchOpened)
def walk_to_the_button(event: LaunchOpened) -> None:
    """Try to buy as the first shopper; harmless when repeated."""
    try_to_buy(event.launch_id, actor=system_actor("health.canary"), at=clock.now())
