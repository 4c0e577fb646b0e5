"""Pages of sheets: opening stock, results of counts, purchase orders."""
