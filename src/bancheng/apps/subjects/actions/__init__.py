"""What can be done about people and companies, one business action a file."""
