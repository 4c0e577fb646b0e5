"""Pages of trends: the board, prices of competitors, news feeds, notes."""
