"""How the shop is doing for those who use it: how fast its pages are in real visits."""
