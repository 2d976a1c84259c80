"""What is known of an actor, a base, a place, a source, a campaign: a page each, to look at and to follow."""
