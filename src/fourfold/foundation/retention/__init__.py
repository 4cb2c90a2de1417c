"""How long each thing is kept, and what happens then."""
