# Orders, parcels, money, refunds and messages.
orders-mine = My orders
orders-mine-hint = Choose an order to see where it is, and to tell us if something is wrong.
orders-sold = Orders
orders-none = There is nothing here yet.
orders-reference = Order { $reference }
orders-answer-by = Your answer is awaited until { $end }.

order-reference = Order number
order-placed = Ordered on
order-seller = Seller
order-buyer = Buyer
order-cases = Disputes
order-case = { $kind }: { $reason }
order-now = What you can do now
order-not-now = What is not possible now, and why
order-problem = Something is wrong
order-problem-hint = Not arrived, damaged, or not what you ordered? Tell us; it takes a minute. Your money stays where it is until this is settled.

parcel-title = Parcel
parcel-resend = Parcel, sent again
parcel-none = Nothing has been sent yet
parcel-unpaid = The payment is awaited
parcel-number = Tracking number
parcel-estimate = Expected by
parcel-confirmed = Receipt confirmed by the buyer
parcel-handed-over = Handed over, the seller says
parcel-delayed = Held up on its way since { $at }
parcel-delayed-why = Held up on its way since { $at }: { $cause }
parcel-earlier = { $n ->
    [one] One earlier scan
   *[other] { $n } earlier scans
}
parcel-clock-answer_address = Did this parcel reach you?
parcel-clock-collect = It is waiting to be collected
scan-not-carrier = not confirmed by the carrier
window-opens = You can report this from { $at }.
window-ended = This ended on { $at }.

money-title = Money
money-paid = Paid
money-surcharge = of it paid beyond the price (such as interest)
money-shortfall = Missing of the price
money-refunded = Refunded
money-released = Released to the seller
money-escrow = Held safely
money-escrow-hint = Money that is held belongs to nobody until the protection has ended or a dispute is settled.

refund-title = Refund
refund-case = The dispute it comes from
refund-way = { $route }: { $method }
refund-decided = Decided
refund-sent = Sent
refund-to-send = Being sent
refund-confirmed = Confirmed by the payment provider
refund-to-confirm = To be confirmed by the payment provider
refund-refused = Refused by the payment provider; it goes another way
refund-arrived = Arrived, you told us
refund-to-arrive = On its way to your account
refund-expected = Expected in your account between { $from } and { $until }
refund-bounced = { $n ->
    [one] It came back once and was sent again.
   *[other] It came back { $n } times and was sent again.
}

talk-title = Messages
talk-none = Nobody has written yet.
talk-write = Write a message
talk-hint = Everyone in this order can read it, and it cannot be changed later.
talk-send = Send the message
talk-empty = Write something before you send it
orders-refunded = Refunded
orders-refunded-part = Partly refunded
order-frozen = This order is frozen
order-frozen-buyer = The platform is looking at the seller's account. The parcel may not be sent meanwhile, and nothing of your money is released. You can report a problem as always.
order-frozen-hint = The seller's account is restricted. Nothing is shipped and nothing is released meanwhile; cases of the buyer run on with their deadlines and refunds.
order-frozen-since = Since { $since }
order-frozen-risk = The platform is checking a risk in this order, such as its address. Nothing is shipped and nothing is released meanwhile. If nobody clears it in time, everything goes back to the buyer.
parcel-rests = The time to ship rests while the order is frozen. What is left of it goes on when the freeze is lifted.
