# A seller's reputation, with everything that explains it.

reputation-title = Reputation
reputation-points = { $points } of { $start } points
reputation-hint = Every seller starts at { $start }. A penalty takes points off for a time; the reputation never falls below { $floor }.
reputation-penalties = What took points off
reputation-no-penalties = Nothing has taken points off.
reputation-off = { $points ->
    [one] −{ $points } point
   *[other] −{ $points } points
}
reputation-case = The case
reputation-order = The order
reputation-until = Counts until { $end }
reputation-ended = Counted until { $end }
reputation-rates = Rates
reputation-since = Since { $since }, counted over your paid orders.
reputation-filed = Disputes opened by buyers
reputation-faults = Disputes in which you were found liable
reputation-cancelled = Your own cancellations
reputation-count = { $count } on { $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
}
reputation-filed-hint = A dispute that was opened stays counted, also when it is withdrawn or decided for you. Whether you were liable is counted by itself.
penalty-negligence = Negligence
penalty-cancellation = You cancelled an order
penalty-fault = Found liable in a dispute
