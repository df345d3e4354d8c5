"""After a meeting: what was agreed, who does what, ideas offered, feedback, and copies to take along."""
