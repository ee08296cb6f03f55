"""The APIs of other on-call services, for programs that speak them already: the same answers in other shapes.

Whoever may ask `/v1` may ask here, with the same tokens; what is written goes through the same code.
"""
