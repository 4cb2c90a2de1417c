"""A stateful machine at work through the verbs, and the law in a second wording that judges every state it reaches."""
