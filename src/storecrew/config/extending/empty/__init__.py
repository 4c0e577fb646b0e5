"""What an extension becomes that failed while it was started: an app with nothing in it."""
