"""Reading the files that people upload, within limits."""
