"""What the service tells people, unasked: values for what happened, their words, and the channels that carry them."""
