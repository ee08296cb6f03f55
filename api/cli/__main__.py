"""``python -m api.cli``: the same as `watchbill`."""

from api.cli import main

main()
