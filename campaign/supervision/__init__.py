"""督导: what three tests name, what a person made of it, matters handed to units, and spot checks drawn."""
