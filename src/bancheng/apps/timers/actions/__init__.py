"""What can be done with timers: schedule and cancel them, run those that are due, give a dead one another chance."""
