"""Messages, channels, the outbox and the disclosure gate."""
