"""Views, strengths, needs, observations, who was asked."""
