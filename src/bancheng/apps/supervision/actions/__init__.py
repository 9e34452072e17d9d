"""What supervision does: climb the ladder, explain an overrun, urge and follow up, take note."""
