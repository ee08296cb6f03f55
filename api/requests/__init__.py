"""Leave and wishes that people ask for, in windows that managers open; managers decide.

A request is `asked`, and from there `approved`, `denied` or `withdrawn`:

    asked --approve (manager)--> approved --withdraw (manager)--> withdrawn
    asked --deny (manager)--> denied
    asked --withdraw (its person, or a manager)--> withdrawn

What is approved stands in the team document, until it is withdrawn. What is denied or withdrawn stays so: ask anew. A
step is made with the team locked, so of two managers who decide the same request at once, one does, and the other is
answered that it was decided.
"""
