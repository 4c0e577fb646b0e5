"""The budgets context: what a business plans to spend, has ordered, has spent and will spend."""
