"""What can be done about staff, one business action a file."""
