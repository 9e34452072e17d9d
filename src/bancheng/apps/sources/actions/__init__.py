"""What can be done with sources: verify later, import licences. One business action a file."""
