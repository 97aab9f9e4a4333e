"""Language models: what they are asked, who answers, and what that costs."""
