"""Journeys: a person in a browser, from sign-in on, by role. Each runs on its own copy of a prepared database."""
