"""What each person does at each stage, step by step, in the words of the screens."""
