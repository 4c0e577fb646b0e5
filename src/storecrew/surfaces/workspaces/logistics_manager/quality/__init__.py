"""How goods arrive: damages and mistakes, audits, and the packaging that changes because of them."""
