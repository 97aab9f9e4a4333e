"""What hiring people and renting things comes to for one party."""
