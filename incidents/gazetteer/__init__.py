"""What we already know: names, aliases, coordinates."""
