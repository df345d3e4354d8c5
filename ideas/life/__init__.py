"""An idea's life: from stage to stage, its words, several at once, and what can be put back."""
