"""What meetings send: mails, what people have been told, reminders, and calendar entries."""
