"""Who answers when: rotations, swaps and overrides, resolved into the one final schedule. Pure and total."""
