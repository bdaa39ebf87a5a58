"""The organisations the programme works with, and the people in them."""
