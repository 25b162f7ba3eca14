# Mails: subject and body. $order is the order's reference, $link a portal link, $end an instant or "none", $role the reader: buyer or seller.

notice-greeting = Hello,
notice-closing = Resolution centre
notice-message-subject = New message on order { $order }
notice-message-body =
    There is a new message for you on order { $order }.

    Read it and answer here: { $link }
notice-proposal-subject = New proposal for order { $order }
notice-proposal-body =
    There is a new proposal in the dispute about order { $order }. You can accept it, reject it or propose something else. Once accepted, the outcome is final.

    Look at it here: { $link }
notice-proposal_accepted-subject = A proposal was accepted for order { $order }
notice-proposal_accepted-body =
    Both sides agree on order { $order }. The outcome is final and is being carried out now.

    See what happens next: { $link }
notice-proposal_rejected-subject = A proposal was rejected for order { $order }
notice-proposal_rejected-body =
    A proposal in the dispute about order { $order } was rejected. The case stays open: you can propose something else, add evidence, or pass it to the platform.

    Continue here: { $link }
notice-escalated-subject = The platform now decides about order { $order }
notice-escalated-body =
    The dispute about order { $order } was passed to the platform. A mediator will look at what both sides have shown. Add what is still missing now.

    The case: { $link }
notice-case_opened-subject =
    { $role ->
         [seller] Please answer: dispute about order { $order }
        *[other] Your dispute about order { $order } is open
    }
notice-case_opened-body =
    { $role ->
         [seller] The buyer has opened a dispute about order { $order }. You can accept it, reject it with a reason, or propose something else.
        *[other] We have received your dispute about order { $order }. The seller has been told and is asked to answer. The money for these goods is safe until the dispute is settled.
    } { $end ->
         [none] { "" }
        *[other] Time to answer: until { $end }. Without an answer, the platform decides.
    }

    The case: { $link }
notice-case_changed-subject = The request about order { $order } was changed
notice-case_changed-body =
    The buyer has changed what is asked for order { $order }. Your time to answer stays the same.

    Look at it here: { $link }
notice-request_accepted-subject = The seller accepts your request for order { $order }
notice-request_accepted-body =
    Good news: the seller accepts what you asked for on order { $order }. It is being carried out now.

    See what happens next: { $link }
notice-request_rejected-subject = The seller rejects your request for order { $order }
notice-request_rejected-body =
    The seller has rejected your request for order { $order } and given a reason. This is not the end: you can make a proposal, add evidence, or ask the platform to decide.

    Continue here: { $link }
notice-investigation_asked-subject = The shipment of order { $order } is being checked
notice-investigation_asked-body =
    The seller has asked the carrier to look for the parcel of order { $order }. You need not do anything. Your time does not run meanwhile.

    The case: { $link }
notice-investigation-subject = The carrier is searching: order { $order }
notice-investigation-body =
    The carrier has been asked about the parcel of order { $order }. { $end ->
         [none] We tell you as soon as there is an answer.
        *[other] It has until { $end }. We tell you as soon as there is an answer.
    }

    The case: { $link }
notice-finding-subject = The carrier has answered about order { $order }
notice-finding-body =
    The carrier has told us what it found about the parcel of order { $order }. You can now make a proposal or go on talking.

    Read it here: { $link }
notice-finding_missed-subject = The carrier has not answered about order { $order }
notice-finding_missed-body =
    The carrier's time to say where the parcel of order { $order } is has ended without an answer. You can now make a proposal or go on talking.

    Continue here: { $link }
notice-return_requested-subject = { $role ->
     [seller] Please answer: a return for order { $order }
    *[other] Your return request for order { $order } is open
}
notice-return_requested-body =
    { $role ->
         [seller] The buyer of order { $order } has changed their mind and wants to send goods back. You choose between a refund without return and return and refund.
        *[other] You asked to send goods of order { $order } back. The seller has been told; if the seller stays silent, return and refund is confirmed.
    } { $end ->
         [none] { "" }
        *[other] Time to answer: until { $end }. Silence confirms return and refund.
    }

    The case: { $link }
notice-return_confirmed-subject = Return and refund is confirmed: order { $order }
notice-return_confirmed-body =
    The seller of order { $order } did not answer in time, so the request counts as confirmed: the goods go back, and then the money. { $role ->
         [seller] Please give the return address.
        *[other] You are told the return address as soon as it is there.
    }

    The case: { $link }
notice-refund_without_return-subject = The seller refunds you without a return: order { $order }
notice-refund_without_return-body =
    Good news: the seller gives back the money for the goods of order { $order } that you wanted to send back, and you keep them.

    See the refund: { $link }
notice-return_refused-subject = The seller refuses the return: order { $order }
notice-return_refused-body =
    The seller has refused the return that you asked for on order { $order }, and said why. If something is wrong with the goods, you can still report it while your protection runs.

    Read it here: { $link }
notice-return_received-subject = What you sent back was unpacked: order { $order }
notice-return_received-body =
    What came back for order { $order } was recorded. Whether it is accepted, you are told separately.

    The case: { $link }
notice-negotiation-subject = Look for an agreement: order { $order }
notice-negotiation-body =
    Both sides can now look for an agreement about order { $order }. { $end ->
         [none] Make a proposal, or answer the one that stands.
        *[other] Make a proposal, or answer the one that stands, until { $end }. Without an agreement, the platform decides.
    }

    The case: { $link }
notice-platform_proposal-subject = The mediator has a proposal for order { $order }
notice-platform_proposal-body =
    The mediator has made a proposal about order { $order }. { $end ->
         [none] Accept or reject it.
        *[other] Accept or reject it until { $end }. Without an answer, the ruling follows the proposal.
    }

    Look at it here: { $link }
notice-mediator_assigned-subject = A mediator looks at order { $order }
notice-mediator_assigned-body =
    A mediator has taken the case about order { $order } and looks at both sides. You can still write and add evidence.

    The case: { $link }
notice-question-subject = The mediator asks you about order { $order }
notice-question-body =
    The mediator has a question for you about order { $order }. { $end ->
         [none] Please answer it.
        *[other] Please answer until { $end }. Without an answer, the review goes on without it.
    }

    Answer here: { $link }
notice-buyer_cause_stated-subject = The seller names a cause on your side: order { $order }
notice-buyer_cause_stated-body =
    The seller says that the wait for order { $order } has a cause on your side, and has shown a voucher. If that is not so, write to the mediator and show why.

    The case: { $link }
notice-ruling-subject = The platform has decided about order { $order }
notice-ruling-body =
    There is a ruling in the case about order { $order }, with its reasons. It binds both sides. You can read there whether it is final or can still be appealed.

    Read it here: { $link }
notice-ruling_appealable-subject = You may appeal: order { $order }
notice-ruling_appealable-body =
    The ruling about order { $order } can still be appealed once, with new evidence. { $end ->
         [none] If nobody appeals, it is carried out.
        *[other] Time to appeal: until { $end }. If nobody appeals, the ruling is carried out.
    }

    The case: { $link }
notice-appealed-subject = Appeal about order { $order }
notice-appealed-body =
    The ruling about order { $order } was appealed. Another mediator looks at the case again. You can add evidence.

    The case: { $link }
notice-turn_ends-subject = Please act soon: order { $order }
notice-turn_ends-body =
    It is your turn in the case about order { $order }. { $end ->
         [none] Your time is nearly over.
        *[other] Your time ends at { $end }.
    } You can read there what happens if you do nothing.

    Act here: { $link }
notice-case_closed-subject = The case about order { $order } is closed
notice-case_closed-body =
    The case about order { $order } is closed. You can read there how it ended and why.

    The case: { $link }
notice-order_paid-subject = New order to ship: { $order }
notice-order_paid-body =
    Order { $order } is paid. { $end ->
         [none] Please ship it and enter the tracking number.
        *[other] Please ship it and enter the tracking number before { $end }. What is not shipped by then is cancelled and refunded.
    }

    The order: { $link }
notice-order_expired-subject = Order { $order } has expired
notice-order_expired-body =
    Order { $order } was not paid in time and has expired. Anything that was paid goes back.

    The order: { $link }
notice-late_payment_refunded-subject = Your late payment goes back: order { $order }
notice-late_payment_refunded-body =
    Your payment for order { $order } came after the order had expired. It goes back to you in full. You need not do anything.

    The order: { $link }
notice-ship_reminder-subject = Please ship soon: order { $order }
notice-ship_reminder-body =
    Order { $order } has not been shipped yet. { $end ->
         [none] Please ship it now.
        *[other] What is not shipped before { $end } is cancelled and refunded.
    }

    Enter the shipment here: { $link }
notice-ship_by_lengthened-subject = You have more time to ship order { $order }
notice-ship_by_lengthened-body =
    The buyer gives you more time to ship order { $order }. { $end ->
         [none] The new date is shown with the order.
        *[other] Please ship before { $end }.
    }

    The order: { $link }
notice-cancelled_not_shipped-subject = Cancelled because it was not shipped: order { $order }
notice-cancelled_not_shipped-body =
    Goods of order { $order } were not shipped in time and are cancelled. { $role ->
         [seller] The buyer gets everything back that was paid for them.
        *[other] Everything you paid for them goes back to you. You need not do anything.
    }

    The order: { $link }
notice-cancelled_by_buyer-subject = Cancelled by the buyer: order { $order }
notice-cancelled_by_buyer-body =
    Goods of order { $order } were cancelled before they were shipped. { $role ->
         [seller] Please do not ship them.
        *[other] Everything you paid for them goes back to you.
    }

    The order: { $link }
notice-cancelled_by_seller-subject = Cancelled by the seller: order { $order }
notice-cancelled_by_seller-body =
    Goods of order { $order } were cancelled by the seller before they were shipped. { $role ->
         [seller] Please do not ship any of them. The buyer gets everything back, and it counts in your cancellation rate.
        *[other] Everything you paid for them goes back to you. You need not do anything.
    }

    The order: { $link }
notice-shipped-subject = Your parcel is on its way: order { $order }
notice-shipped-body =
    The seller has shipped goods of order { $order }. You can follow the parcel, and your money is protected until it has arrived and you had time to look at it.

    Follow it here: { $link }
notice-receipt_confirmed-subject = The buyer has received order { $order }
notice-receipt_confirmed-body =
    The buyer has confirmed receipt of a parcel of order { $order }. The money is released to you when the protection ends.

    The order: { $link }
notice-window_lengthened-subject = Your protection was lengthened: order { $order }
notice-window_lengthened-body =
    The seller has lengthened your protection for order { $order }. { $end ->
         [none] The new end is shown with the order.
        *[other] You can report problems until { $end }.
    }

    The order: { $link }
notice-window_ends-subject = Your protection ends soon: order { $order }
notice-window_ends-body =
    Is everything right with order { $order }? { $end ->
         [none] Your protection ends soon.
        *[other] Your protection ends at { $end }.
    } If something is missing or wrong, report it before then. After that the money goes to the seller.

    The order: { $link }
notice-address_to_confirm-subject = Did your parcel arrive? Order { $order }
notice-address_to_confirm-body =
    The carrier names a destination for order { $order } that does not fully match your address. { $end ->
         [none] Please tell us whether you have the parcel.
        *[other] Please tell us until { $end } whether you have the parcel. Without an answer, it counts as received.
    }

    Answer here: { $link }
notice-parcel_awaiting_collection-subject = Please collect your parcel: order { $order }
notice-parcel_awaiting_collection-body =
    A parcel of order { $order } waits to be collected. { $end ->
         [none] Please collect it soon.
        *[other] Please collect it before { $end }.
    } If you cannot, add a certificate that says why: a parcel that is not collected counts against you.

    Where it waits: { $link }
notice-not_collected-subject = The parcel was not collected: order { $order }
notice-not_collected-body =
    The time to collect the parcel of order { $order } is over. { $role ->
         [seller] The carrier may send it back to you.
        *[other] If you could not collect it, add a certificate that says why.
    }

    The order: { $link }
notice-parcel_delayed-subject = Your parcel is held up: order { $order }
notice-parcel_delayed-body =
    The carrier says that a parcel of order { $order } is held up on its way. You need not do anything now. { $end ->
         [none] Your protection still runs.
        *[other] If it does not come, you can say so until { $end }; after that the money goes to the seller.
    }

    What the carrier says, and where it is: { $link }
notice-carrier_silent-subject = No news of your parcel: order { $order }
notice-carrier_silent-body =
    The carrier has not reported the parcel of order { $order } for a long time. If it has not arrived, please report that. { $end ->
         [none] Your protection still runs.
        *[other] You can do so until { $end }; after that the money goes to the seller.
    }

    Report it here: { $link }
notice-return_address_needed-subject = Please give a return address: order { $order }
notice-return_address_needed-body =
    The goods of order { $order } are to come back to you. { $end ->
         [none] Please give the return address, and a label where you pay for the return.
        *[other] Please give the return address until { $end }, and a label where you pay for the return. Otherwise the refund goes out without a return.
    }

    Give it here: { $link }
notice-send_return-subject = Please send the goods back: order { $order }
notice-send_return-body =
    The return address for order { $order } is there. { $end ->
         [none] Please send the goods back and enter the tracking number.
        *[other] Please send the goods back and enter the tracking number until { $end }. Otherwise the case is closed without a refund.
    }

    The address: { $link }
notice-return_sent-subject = The return is on its way: order { $order }
notice-return_sent-body =
    The buyer has sent the goods of order { $order } back. You will be asked to check them when they arrive.

    Follow it here: { $link }
notice-inspect_return-subject = Please check the return: order { $order }
notice-inspect_return-body =
    The goods of order { $order } are back. { $end ->
         [none] Please check them, and accept them or object.
        *[other] Please check them until { $end }, and accept them or object. Without an answer, the refund goes out.
    }

    Check it here: { $link }
notice-return_accepted-subject = Your return was accepted: order { $order }
notice-return_accepted-body =
    The seller has accepted what you sent back for order { $order }. What was agreed is carried out now.

    See what happens next: { $link }
notice-return_objected-subject = The seller objects to your return: order { $order }
notice-return_objected-body =
    The seller objects to what came back for order { $order }. The platform looks at it. Please add what shows how you sent the goods.

    The case: { $link }
notice-send_replacement-subject = Please send the replacement: order { $order }
notice-send_replacement-body =
    You owe a replacement for order { $order }. { $end ->
         [none] Please send it and enter the tracking number.
        *[other] Please send it and enter the tracking number until { $end }. Otherwise everything is refunded.
    }

    Enter it here: { $link }
notice-refund_promised-subject = A refund was decided for order { $order }
notice-refund_promised-body =
    A refund for order { $order } is decided and will be sent now. { $role ->
         [seller] It is paid from the money of the order as far as that reaches.
        *[other] We tell you when it is sent and when it is confirmed.
    }

    Where it is: { $link }
notice-refund_sent-subject = Your refund was sent: order { $order }
notice-refund_sent-body =
    Your refund for order { $order } was handed to the payment provider. { $end ->
         [none] We tell you when it is confirmed.
        *[other] Your bank is expected to show it by { $end }.
    }

    Where it is: { $link }
notice-refund_confirmed-subject = The refund is confirmed: order { $order }
notice-refund_confirmed-body =
    The payment provider has confirmed the refund for order { $order }. { $end ->
         [none] The bank may take some days to show it.
        *[other] The bank is expected to show it by { $end }.
    }

    Where it is: { $link }
notice-refund_bounced-subject = Your refund came back and is sent again: order { $order }
notice-refund_bounced-body =
    The refund for order { $order } came back from your bank. It is still yours: we send it again. You need not do anything.

    Where it is: { $link }
notice-refund_route_changed-subject = Your refund takes another way: order { $order }
notice-refund_route_changed-body =
    The original payment method refused the refund for order { $order }. It now goes to you another way.

    Which way, and where it is: { $link }
notice-hold_placed-subject = Money of order { $order } is held back
notice-hold_placed-body =
    Part of the money of order { $order } is held back for a check. { $end ->
         [none] It is lifted after the check.
        *[other] It is lifted at { $end } at the latest, unless it is renewed.
    }

    Why: { $link }
notice-hold_lifted-subject = The hold on order { $order } is lifted
notice-hold_lifted-body =
    The money of order { $order } is no longer held back. It is released to you when the protection has ended.

    The order: { $link }
notice-order_frozen-subject = Order { $order } is frozen
notice-order_frozen-body =
    { $role ->
        [buyer] Order { $order } is frozen while the platform looks at the seller's account. Nothing of your money is released meanwhile. You can report a problem as always: your cases run on with their deadlines and refunds.
       *[other] Order { $order } is frozen because your account is restricted. Do not ship it; the time to ship rests, and what is left of it goes on when the freeze is lifted. Cases of your buyers run on with their deadlines.
    }

    The order: { $link }
notice-order_thawed-subject = Order { $order } goes on
notice-order_thawed-body =
    { $role ->
        [buyer] The freeze of order { $order } is lifted. It goes on as before.
       *[other] The freeze of order { $order } is lifted. What was left of the time to ship runs again.
    }

    The order: { $link }

# About a seller's account, not about an order.
notice-account_restricted-subject = Your account is restricted: provide what is asked
notice-account_restricted-body =
    The platform has restricted your account. Nothing is paid out, and your orders that are not completed are frozen. Your buyers' cases run on.

    What to provide stands on your account's page. You have until { $end }. After that the platform decides on what there is.

    Your account: { $link }
notice-account_under_review-subject = The platform looks at your account
notice-account_under_review-body =
    The platform now looks at what you have provided and decides by { $end }. You can still add evidence and write messages.

    Your account: { $link }
notice-account_message-subject = New message about your account
notice-account_message-body =
    The platform has written to you about the restriction of your account.

    Read it and answer here: { $link }
notice-account_upheld-subject = Your account stays restricted: you may appeal
notice-account_upheld-body =
    The platform has decided that the restriction stays. You may appeal once, until { $end }; another person will look at it.

    Your account: { $link }
notice-account_upheld_for_good-subject = Your account stays restricted until its last day
notice-account_upheld_for_good-body =
    The platform has looked at your appeal, and the restriction stays. It ends by itself on { $end }, unless a person renews it with a reason.

    Your account: { $link }
notice-account_lifted-subject = Your account is no longer restricted
notice-account_lifted-body =
    The restriction of your account is lifted. Payouts leave again, and your orders go on with the time that was left.

    Your account: { $link }
notice-account_renewed-subject = The restriction of your account was renewed
notice-account_renewed-body =
    A person of the platform has renewed the restriction of your account, with a reason. It now ends on { $end } at the latest.

    Your account: { $link }
notice-account_turn_ends-subject = Your time to answer about your account ends soon
notice-account_turn_ends-body =
    You can still answer about the restriction of your account until { $end }. After that the platform goes on without it.

    Your account: { $link }
# About a report on a buyer.
notice-buyer_reported-subject = A seller has reported you
notice-buyer_reported-body =
    The seller of one of your orders has reported you to the platform. A person looks at it and decides by { $end }; not decided by then, the report is not upheld.

    Read what the seller says; you can answer and add files, and do not have to: { $link }
notice-report_message-subject = New message in the report
notice-report_message-body =
    There is a new message in the report that you are part of.

    Read it and answer here: { $link }
notice-report_upheld-subject = The report was upheld
notice-report_upheld-body =
    { $role ->
        [buyer] A person of the platform has upheld a seller's report on you. For a time your disputes may not be paid at once from the protection fund; they go their usual way. Nothing else changes.
       *[other] A person of the platform has upheld your report. It counts in the buyer's record.
    }

    Why: { $link }
notice-report_not_upheld-subject = The report was not upheld
notice-report_not_upheld-body =
    { $role ->
        [buyer] A seller's report on you was not upheld. Nothing changes for you.
       *[other] Your report was not upheld. Nothing changes for the buyer.
    }

    Why: { $link }
notice-complaint_opened-subject = { $role ->
     [seller] Please answer: a complaint about order { $order }
    *[other] Your complaint about order { $order } is open
}
notice-complaint_opened-body =
    { $role ->
         [seller] The buyer of order { $order } complains of negligence. You accept or reject it in two steps: a draft, then its confirmation.
        *[other] You complained of the seller of order { $order }. The seller has been told and has to answer.
    } { $end ->
         [none] { "" }
        *[other] Time to answer: until { $end }. After silence the platform decides.
    }

    The case: { $link }
notice-complaint_accepted-subject = The seller accepts your complaint: order { $order }
notice-complaint_accepted-body =
    The seller has accepted your complaint about order { $order }. If you asked for the shipping fee, it goes back to you.

    The case: { $link }
notice-complaint_rejected-subject = The seller rejects your complaint: order { $order }
notice-complaint_rejected-body =
    The seller has rejected your complaint about order { $order }, and said why. You can talk it over now, or call the platform.

    Read it here: { $link }
notice-complaint_discussion-subject = Talk the complaint over: order { $order }
notice-complaint_discussion-body =
    The complaint about order { $order } was rejected. { $end ->
         [none] Write to each other and show what speaks for you.
        *[other] Write to each other and show what speaks for you, until { $end }. Then the platform decides.
    }

    Continue here: { $link }
notice-negligence_held-subject = You were held negligent: order { $order }
notice-negligence_held-body =
    The complaint about order { $order } was held to be right. It counts against your reputation, with date, reason and case; the shipping fee goes back where it was asked for.

    The case: { $link }
notice-case_funded-subject = Nothing to do: the platform pays a dispute about order { $order }
notice-case_funded-body =
    The buyer has opened a dispute about order { $order }, and the platform refunds it at once from its own protection fund. You keep the money for these goods; it is released to you as usual. The dispute counts as opened, and not as your fault.{ $end ->
         [none] {""}
        *[other] {" "}If you like, tell us on the page of the case until { $end } what may have gone wrong: nothing follows from your answers.
    }

    The case: { $link }
notice-risk_review-subject = The platform is checking order { $order }
notice-risk_review-body =
    { $role ->
         [seller] The platform found a risk in order { $order }, such as its address, and froze it. Please do not ship it now; the time to ship rests.
        *[other] The platform found something unusual in order { $order }, such as its address, and is checking it. Nothing is shipped meanwhile.
    } { $end ->
         [none] { "" }
        *[other] It is cleared until { $end }, or everything goes back to the buyer.
    } If you know something that helps, write it in the case.

    The case: { $link }
notice-cancelled_for_risk-subject = Cancelled after a check: order { $order }
notice-cancelled_for_risk-body =
    The risk in order { $order } could not be cleared. { $role ->
         [seller] Please do not ship it. The buyer gets everything back, and it does not count against you.
        *[other] Everything you paid goes back to you. You need not do anything.
    }

    The case: { $link }
