# A seller's claim for payment: for what is shown cancelled or failed though the buyer has it.
case-kind-seller_claim = Seller's claim for payment
closed-claim_paid = The seller was paid
closed-seller_claim-withdrawn = Withdrawn by the seller
closed-seller_claim-dismissed = Closed without a payment
stage-seller_claim-answering = Waiting for the buyer's word
row-seller_payment = Payment to the seller
then-no_claim = payment can no longer be claimed for these goods
line-claim = Paid on your claim
stopped-hold = The clock rests while a hold lies on these goods.
event-payment_claimed = The seller named the cause and what confirms the receipt
event-claim_answered = { $who } said whether the goods are there
event-claim_paid = The seller was paid what the sale would have brought
history-claimed = { $who } claimed payment for this order
history-claim-there = { $who } says that the goods are there
history-claim-not-there = { $who } says that the goods are not there
act-claim_payment = Claim payment
act-claim_payment-hint = The order is shown cancelled or failed, but the buyer has the goods. If that is confirmed, you are paid as for any sale, and the status does not count against you.
act-answer_claim = Say whether you have the goods
act-answer_claim-hint = The seller says that you have them. Your answer counts; it can be given once.
act-withdraw_claim = Withdraw the claim
act-withdraw_claim-hint = The claim is closed. You can claim again while there is time.
ask-claim_payment-units = Which items does the buyer have?
ask-claim_payment-cause = Why is the status wrong?
ask-claim_payment-number = Under which tracking number did they travel?
ask-claim_payment-number-hint = The order itself knows none for these items.
ask-claim_payment-text = What happened?
ask-proof = Where does the buyer confirm the receipt?
ask-chat = The chat
ask-chat-hint = A picture or a file of what the buyer wrote to you elsewhere, with the order number.
ask-photo = The photo that proves the receipt
ask-photo-hint = Another file than the chat, and a picture.
proof-message = In a message of { $at }
proof-outside = In a chat elsewhere
proof-outside-hint = You need the chat and a photo that proves the receipt.
proof-ask = Nowhere yet: ask the buyer
proof-ask-hint = The buyer is asked for a yes or a no. After silence the platform decides with what there is.
need-piece = Choose one of your files, or add one first.
ask-answer_claim-received = Do you have the goods?
ask-answer_claim-received-hint = Please look at the order number, the tracking number and the goods first.
ask-answer_claim-text = What should the platform know?
next-claim_payment = Without a confirmation the buyer is asked first. Then the platform decides: you are paid in full, or not at all.
next-answer_claim = If you have the goods, the seller is paid. What you got back is not taken from you by this answer.
next-withdraw_claim = The claim is closed at once.
done-claim_payment = Your claim is made, and the buyer has been told.
done-answer_claim = Your answer is given, and the seller has been told.
done-withdraw_claim = Your claim is closed.
claim-title = What the seller claims
claim-amount = The sale would have brought, before commission
claim-cause = Why the status is wrong
claim-opened = Claimed on
claim-since = Shown so since
claim-tracking = Tracking number, as the seller gives it
claim-confirmed = The buyer's confirmation
claim-confirmed-none = None was shown with the claim.
claim-message-of = From the buyer's message of { $at }
claim-chat = The chat
claim-photo = The photo
claim-buyer = The buyer says
claim-buyer-yes = The goods are there
claim-buyer-no = The goods are not there
claim-buyer-silent = Nothing yet
claim-paid = Paid
claim-from-escrow = { $amount } from the money held for this order
claim-from-fund = { $amount } that the buyer had been given back
rule-claim-dismiss = Pay nothing
rule-claim-dismiss-hint = The receipt is not proven. The claim is closed.
rule-claim-pay = Pay the seller in full
rule-claim-pay-hint = The receipt is proven all the same. Say by what.
item-message = the message of the buyer
item-chat = the chat
item-photo = the photo that proves the receipt
item-tracking = the tracking number
rule-CLM-1 = Payment can be claimed for a fixed time after an order is shown cancelled or failed.
rule-CLM-3 = A claim is paid only while nothing keeps the money back.
awaits-the_order_is_shown_cancelled_or_failed = the order is shown cancelled or failed
awaits-the_hold_on_these_units_is_lifted = the hold on these items is lifted
who-the_seller_who_claims = the seller who claims
case-head-seller_claim-answering = { $asked ->
    [you] { $reader ->
        [buyer] The seller says that you have these goods: your word is awaited
       *[other] The platform has a question for you
    }
   *[other] { $reader ->
        [seller] Your claim waits for the buyer's word
        [buyer] The platform has a question for the seller
       *[staff] A claim waits for an answer
    }
}
case-next-seller_claim-answering = { $reader ->
    [buyer] If you have the goods, say so: the seller is then paid, and nothing is taken from you by it. If you do not have them, say that. Without an answer the platform decides with what there is.
    [seller] If the buyer stays silent, the platform decides with what there is. You can add what shows the receipt.
   *[staff] After silence the claim comes to the review by itself.
}
case-head-seller_claim-reviewing = { $reader ->
    [seller] The platform looks at your claim
    [buyer] The platform looks at the seller's claim that you have these goods
   *[staff] A seller's claim is to be decided
}
case-next-seller_claim-reviewing = { $reader ->
    [buyer] You need not do anything. If the seller is wrong, say below that you do not have the goods.
    [seller] You are paid in full, or not at all. If nobody decides in time, what is confirmed counts.
   *[staff] Pay in full or nothing. If nobody decides in time, the buyer's word counts, or else what the seller has shown.
}
case-after-claim_paid = { $reader ->
    [seller] The receipt is confirmed, so you were paid what the sale would have brought. It stands on your next statement, and the status no longer counts against you.
    [buyer] The platform has paid the seller. Nothing was taken from you.
   *[staff] The seller was paid what the sale would have brought.
}
case-after-seller_claim-dismissed = { $reader ->
    [seller] The receipt was not proven, so nothing is paid. The reasons stand above.
   *[other] The receipt was not proven, so nothing is paid to the seller.
}
case-after-seller_claim-withdrawn = { $reader ->
    [seller] You withdrew the claim. You can claim again while there is time.
   *[other] The seller withdrew the claim. You need not do anything.
}
notice-claim_question-subject = Do you have the goods of order { $order }?
notice-claim_question-body =
    Order { $order } is shown cancelled or failed, but the seller says that you have the goods and claims payment. Please say whether you have them{ $end ->
         [none] {""}
        *[other] , until { $end }
    }. If you say nothing, the platform decides with what there is. Nothing is taken from you by your answer.

    Answer here: { $link }
notice-claim_opened-subject = A claim for payment: order { $order }
notice-claim_opened-body =
    { $role ->
         [seller] You claimed payment for order { $order }. If the receipt is confirmed, you are paid what the sale would have brought.
        *[other] The seller of order { $order } claims payment and shows that you have the goods. You need not do anything; if it is wrong, say in the case that you do not have them.
    }

    The case: { $link }
notice-claim_answered-subject = The buyer has answered your claim: order { $order }
notice-claim_answered-body =
    The buyer of order { $order } has said whether the goods are there. The platform decides now.

    Read it here: { $link }
notice-claim_paid-subject = Your claim was paid: order { $order }
notice-claim_paid-body =
    The receipt of order { $order } is confirmed, so you were paid what the sale would have brought, less commission. It stands on your next statement, and the wrong status no longer counts against you.

    The claim: { $link }
