"""CardDAV and CalDAV (RFC 6352, 4791, 6578): what is said to a server and how its answers are read, and one client.

`markup`, `hrefs`, `protocol` and `answers` do no input or output; `client` is the one place that speaks over the network,
`discovery` finds address books and calendars, `cards` and `tasks` are what lies in them.
"""
