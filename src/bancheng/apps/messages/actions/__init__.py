"""What is done with messages: send them, deliver them, mark them as read."""
