"""Settings, the typed reader of the environment, addresses, system checks and the command line."""
