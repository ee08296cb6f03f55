"""How tiring a roster is, by two published models: a risk that adds up, and sleepiness by the clock.

`risk` is the relative-risk index of shifts, `three_process` the Three Process Model of alertness, `sleep` predicts when
a person sleeps between shifts, `assessment` asks all three about a roster. What the models leave out is in
docs/fatigue.md; of single people they predict nothing.
"""
