"""What people answered: counted by group, then read as shares with their uncertainty.

`counting` counts on one machine, `counting_few` where there is little to count, and `counting_anywhere` on a cluster;
`codes` keeps answers small while they are counted; `views`, `slots` and `counting_views` spare it the look at each text
where answers are few. `answers` reads what each one means, `tabulating` puts it together.
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
