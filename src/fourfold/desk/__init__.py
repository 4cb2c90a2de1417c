"""Pages that put several rooms on one screen: homes by role, a child's page and story."""
