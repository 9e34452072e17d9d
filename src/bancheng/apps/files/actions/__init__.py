"""What is done with files: store them, sweep those that nobody names."""
