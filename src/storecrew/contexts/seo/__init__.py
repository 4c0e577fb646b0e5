"""Being found by search engines: words of the head, moved addresses, and an audit of what pages say."""
