"""Mailboxes and servers, contacted only when asked."""
