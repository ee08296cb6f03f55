"""Swaps: assignments that change hands by consent of all whom it concerns.

    offered --the last of them accepts--> accepted --automatically, or a manager approves--> applied
    offered, accepted --one of them declines, or a manager refuses--> declined
    offered, accepted --who offered it, or a new revision--> withdrawn
    offered, accepted --the first shift begins--> expired
    applied --a new revision does not have its assignments--> withdrawn

Who offers a swap agrees to it by that. It is applied automatically when the team's option `swap_approval` says so and
it breaks no hard rule that holds without it. `expired` is never written: it shows where time ran out.

A give-away that names nobody is open: who accepts it takes it, and who declines then gives it back. A step that is made
already is answered like the first time; every other step that the state does not allow is refused.
"""
