"""The fleet: vehicles and drivers, the board of a day, one trip, and the driver's own page."""
