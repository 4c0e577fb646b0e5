"""Pictures of shoppers at products, and pictures of posts for networks that fetch them."""
