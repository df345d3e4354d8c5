"""Work on an idea: from stage to stage, its words, several at once, and what can be put back."""
