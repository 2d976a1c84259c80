"""Tables to take away: one form a file. What is told of incidents is what the asker may see of them."""
