"""What health asks of those who know the tables of all contexts."""
