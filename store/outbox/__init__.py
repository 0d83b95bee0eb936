"""Ways a draft leaves without a screen: links for mail and message programs."""
