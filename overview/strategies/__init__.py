"""What ties a strategy to ideas, meetings and experiences."""
