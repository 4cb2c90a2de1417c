"""What runs before anything is installed: makes the environment, builds the front end, starts the command.

Standard library only, since it runs with whatever Python 3.11 the machine has.
"""
