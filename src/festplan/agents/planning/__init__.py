"""What the final plan is put together from: tasks, needs and the summary."""
