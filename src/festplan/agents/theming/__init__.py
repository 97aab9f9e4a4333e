"""What a theme comes to for one party: its exact counts and its ideas."""
