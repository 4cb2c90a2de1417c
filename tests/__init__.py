"""Journeys, matrix, contracts, and the cast whom they share."""
