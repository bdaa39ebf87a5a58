"""What people answered: counted by group, then given as shares with their uncertainty.

`counting` counts on one machine, `counting_few` if there is little to count, and `counting_anywhere` on a cluster.
`codes` keeps answers small while they are counted. If there are few different answers, `views`, `slots` and
`counting_views` count them without reading each text. `answers` works out what each answer means, and `tabulating`
combines the results.
"""

from tideturn.methods.surveys.tabulating import (
    MIN_N,
    Item,
    ItemResult,
    response_rate,
    tabulate,
    tabulate_counts,
)

__all__ = ["MIN_N", "Item", "ItemResult", "response_rate", "tabulate", "tabulate_counts"]
