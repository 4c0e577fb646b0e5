"""The texts of mails and messages: seen, changed, published and taken back by the content team."""
