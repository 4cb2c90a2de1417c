"""Outcomes, support, responsibilities, say and agreement, versions, sharing."""
