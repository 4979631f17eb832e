"""JSON Schema files of the public schemas, and the function that writes them."""
