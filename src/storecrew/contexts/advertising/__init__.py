"""Where the shop is advertised: feeds of products, ad groups, and what they cost."""
