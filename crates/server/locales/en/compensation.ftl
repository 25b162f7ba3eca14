# What a carrier declared lost or damaged is made good to the seller.
case-kind-carrier_compensation = Carrier compensation
closed-compensated = Made good by the carrier
closed-turned_up = The parcel turned up
remedy-seller_payment = Payment to the seller
remedy-seller_payment-hint = The seller gets what the sale would have brought.
then-compensate = what the carrier declared lost or damaged is made good to the seller
line-compensation = Made good by the carrier
event-compensation_due = The carrier declared the parcel lost or damaged: it is made good to the seller
event-compensation_paid = The carrier made it good to the seller
event-compensation_reversed = What the carrier had made good was taken back
history-compensation = A compensation by the carrier began
compensation-title = Compensation by the carrier
compensation-explained = What a listed carrier declares lost or damaged is made good by itself, without a claim. The buyer's refund does not depend on it.
compensation-declared-lost = Declared lost
compensation-declared-damaged = Declared damaged
compensation-amount = Made good, before commission
compensation-lines = What it is for
compensation-paid-at = Paid
compensation-back = Taken back
compensation-back-delivered = The parcel was delivered after all.
compensation-back-returned = The parcel came back to the seller after all.
compensation-back-released = The money of the sale itself went to the seller.
compensation-state-due = Not paid yet
compensation-state-paid = Paid
compensation-state-taken_back = Taken back
compensation-state-not_due = Nothing to pay
compensation-rests = Its clock rests while the order is frozen.
compensation-promised = Promised by { $at }.
compensation-more = How it came to this
notice-compensation_due-subject = The carrier declared a parcel lost or damaged: order { $order }
notice-compensation_due-body =
    The carrier declared a parcel of order { $order } lost or damaged. It is made good to you by itself{ $end ->
         [none] {""}
        *[other] {" "}by { $end }
    }; you need not claim anything.

    The compensation: { $link }
notice-compensation_paid-subject = The carrier made good what it lost: order { $order }
notice-compensation_paid-body =
    What the carrier declared lost or damaged of order { $order } was made good to you. It stands on your next statement.

    The compensation: { $link }
notice-compensation_reversed-subject = A compensation was taken back: order { $order }
notice-compensation_reversed-body =
    What the carrier had made good for order { $order } was taken back, because the parcel turned up or the money of the sale came to you. It is kept back from your next payouts. The platform looks at it; if something is wrong, write on the order.

    The compensation: { $link }
notice-compensation_not_due-subject = A parcel turned up: order { $order }
notice-compensation_not_due-body =
    A parcel of order { $order } that the carrier had declared lost turned up before it was made good, so nothing is paid for it.

    The compensation: { $link }
