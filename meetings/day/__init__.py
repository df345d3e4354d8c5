"""The day itself: what is now, who is there, and pages that follow along."""
