"""What families and children tell us: received, read by a named adult, released or passed on."""
