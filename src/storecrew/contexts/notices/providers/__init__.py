"""Who puts a line into words, and the way into chats."""
