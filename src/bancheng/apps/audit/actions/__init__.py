"""What is done with the trail: seal it."""
