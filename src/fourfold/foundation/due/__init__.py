"""What is due, when, why, paused or not."""
