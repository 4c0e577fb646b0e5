"""Promises about what is answered: pages, REST, mails and files."""
