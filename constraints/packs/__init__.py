"""Named sets of numbers from laws and policy, as data: one file a pack; and the rules that come of them."""
