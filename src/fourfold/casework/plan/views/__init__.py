"""The screens of the plan: writing it, sharing it, and what the family sees and says."""
