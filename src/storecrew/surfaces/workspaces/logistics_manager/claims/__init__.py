"""What we claim from carriers for parcels that came broken, late or never."""
