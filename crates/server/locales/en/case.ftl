# A case: where it stands, what happens next, what is asked, offered, shown and decided.
# $reader is buyer, seller or staff; $asked is you or other.

case-head-responding = { $reader ->
    [seller] The buyer has reported a problem: your answer is awaited
    [buyer] Your dispute is with the seller, who has to answer now
   *[staff] The seller has to answer
}
case-next-responding = { $reader ->
    [seller] You can accept what is asked, propose something else, or reject it with a reason. If you stay silent, the platform decides without having heard you.
    [buyer] You need not do anything now. If the seller stays silent, your dispute goes to the platform by itself. Your money stays where it is.
   *[staff] If the seller stays silent, the dispute comes to the platform by itself.
}
case-head-return-responding = { $reader ->
    [seller] The buyer wants to send goods back: your answer is awaited
    [buyer] Your request is with the seller, who has to answer now
   *[staff] The seller has to answer a request to send goods back
}
case-next-return-responding = { $reader ->
    [seller] Choose between a refund without return and return and refund. You can refuse only where the goods are not in the condition that the terms ask for. If you stay silent, return and refund is confirmed.
    [buyer] You need not do anything now. If the seller stays silent, return and refund is confirmed by itself.
   *[staff] If the seller stays silent, return and refund is confirmed by itself.
}
case-head-negotiating = { $reader ->
    [staff] Buyer and seller are looking for an agreement
   *[other] You and the other side are looking for an agreement: either of you can move now
}
case-next-negotiating = { $reader ->
    [staff] They can accept or make proposals, or call the platform. When the time is over, it comes to the platform by itself.
   *[other] Accept a proposal, make your own, or call the platform to decide. When the time is over, it goes to the platform by itself.
}
case-head-investigating = The carrier has been asked where the parcel is
case-next-investigating = { $reader ->
    [staff] The clocks of both sides rest until the carrier answers.
   *[other] You need not do anything. You are told as soon as the carrier answers; you can still agree on a proposal meanwhile.
}
case-head-reviewing = { $reader ->
    [staff] This case awaits the platform's decision
   *[other] The platform is deciding: a mediator reads what both sides have shown
}
case-next-reviewing = { $reader ->
    [staff] Take the case, look at both sides, then ask, propose or rule. When the time is over, the published rules decide.
   *[other] Add now what shows your side; what is missing can count against you. When the time is over, the published rules decide.
}
case-head-proposed = { $reader ->
    [staff] The platform's proposal is with both sides
   *[other] The platform has made a proposal: please accept or reject it
}
case-next-proposed = { $reader ->
    [staff] If both accept, it is carried out. If one rejects it, the review goes on. Silence counts as the rules say.
   *[other] If both sides accept it, it is carried out at once. If one rejects it, the mediator goes on and decides.
}
case-head-answering = { $asked ->
    [you] The mediator has a question for you
   *[other] The mediator has asked a question and waits for the answer
}
case-next-answering = { $asked ->
    [you] Answer in your own words. Without an answer the review goes on with what is known.
   *[other] Until the answer comes, the review rests. Without an answer it goes on with what is known.
}
case-head-appealing = { $reader ->
    [staff] The ruling is out and can still be appealed
   *[other] The platform has decided; the decision can still be appealed
}
case-next-appealing = { $reader ->
    [staff] Without an appeal the ruling is carried out when the time is over.
   *[other] A side that did not get all it asked for can appeal once, with new evidence. Without an appeal the decision is carried out by itself.
}
case-head-preparing = { $reader ->
    [seller] Agreed: please give the address for the return
    [buyer] Agreed: the seller has to give the address for the return
   *[staff] The seller has to give the address for the return
}
case-next-preparing = { $reader ->
    [seller] The buyer sends the goods to this address. If you give none in time, the money goes back without a return.
    [buyer] You will be told as soon as the address is here. If the seller gives none in time, you get your money without sending anything back.
   *[staff] Without an address in time the money goes back without a return.
}
case-head-dispatching = { $reader ->
    [buyer] Please send the goods back and enter the tracking number
    [seller] The buyer has to send the goods back
   *[staff] The buyer has to send the goods back
}
case-next-dispatching = { $reader ->
    [buyer] Keep the receipt of the carrier. If you send nothing in time, the case is closed without a refund.
   *[other] Without a shipment in time the case is closed without a refund.
}
case-head-return_in_transit = The goods are on their way back
case-next-return_in_transit = { $reader ->
    [seller] When they arrive you have some days to check them.
   *[other] When they arrive, the seller has some days to check them. Then the money goes back.
}
case-head-inspecting = { $reader ->
    [seller] The goods are back: please check them
   *[other] The goods are back, and the seller is checking them
}
case-next-inspecting = { $reader ->
    [seller] Accept the return, or object with waybill, packaging and goods. If you stay silent, the money goes back.
   *[other] If the seller says nothing in time, the money goes back by itself.
}
case-head-dispatching_replacement = { $reader ->
    [seller] Please send the replacement and enter the tracking number
   *[other] The seller has to send the replacement
}
case-next-dispatching_replacement = If nothing is sent in time, everything that can still be refunded goes back to the buyer.
case-head-replacement_in_transit = The replacement is on its way
case-next-replacement_in_transit = { $reader ->
    [buyer] If something is wrong with the new goods, you can report that, too.
   *[other] When it has arrived, the case is closed.
}
case-head-executing = { $reader ->
    [buyer] It is decided: your money is on its way back
   *[other] It is decided: the refund is on its way to the buyer
}
case-next-executing = { $reader ->
    [buyer] You can follow each step of the money here. Tell us when you see it in your account.
   *[other] Nothing is left to do for you. Each step of the money is shown here.
}
case-head-closed = This case is closed
case-next-closed = Nothing is left to do here.

case-after-withdrawn = { $reader ->
    [buyer] You withdrew the dispute. While your protection runs you can report these goods once more.
   *[other] The buyer withdrew the dispute.
}
case-after-return-withdrawn = { $reader ->
    [buyer] You keep the goods. If something is wrong with them, you can report it while your protection runs.
   *[other] The buyer keeps the goods.
}
case-after-return-dismissed = { $reader ->
    [buyer] The return was refused; why is written below. If something is wrong with the goods, you can still report it while your protection runs.
   *[other] The return was refused. The buyer can still report these goods for another reason while the protection runs.
}
case-after-return-lapsed = { $reader ->
    [buyer] The goods were not sent back in time, so they stay with you. If something is wrong with them, you can report it while your protection runs.
   *[other] The goods were not sent back in time; they stay with the buyer.
}
case-after-refunded = { $reader ->
    [buyer] The payment provider has confirmed your refund. Your bank may take some days to show it.
   *[other] The refund was confirmed by the payment provider.
}
case-after-replaced = The replacement has arrived. Nothing is left to do.
case-after-agreed = Both sides agreed, and nothing is left to do here.
case-after-dismissed = { $reader ->
    [buyer] The decision with its reasons is below. The money for these goods goes to the seller.
   *[other] The decision with its reasons is below. The money for these goods goes to the seller when nothing else holds it.
}
case-after-lapsed = What was agreed was not done in time. The money for these goods goes to the seller when nothing else holds it.

case-next = What happens next
case-promised = The platform promises a decision by { $at }.
case-about = About
case-now = What you can do now
case-now-else = What else you can do
case-now-yours = It is your turn
case-what-is-missing = See what is missing
case-asked = What was reported
case-wants = Asked for
case-changed = Changed { $n } of at most { $most } times.
case-reason = Problem
# The reason of a case with the finer one that its opener named.
reason-finer = { $reason }: { $finer }
# The answer of who cannot say it more exactly.
sub-reason-unsaid = None of these, or I am not sure
case-goods = Goods
case-most = At most refundable for these goods
case-opened = Reported on
case-messages-before = { $n ->
    [one] One message was written on the order before: read it there
   *[other] { $n } messages were written on the order before: read them there
}
case-happened = What has happened

offers-title = Proposals
offers-hint = Each side's latest proposal. As soon as a proposal is accepted, it is final.
offers-mine = Yours
offers-opener = The buyer's
offers-respondent = The seller's
offers-platform = The platform's
offers-none = No proposal yet.
offers-asked = As asked when the dispute was opened.
offers-accepted = Accepted by { $who }
offers-refused = Rejected by { $who }
offers-older = { $n ->
    [one] One earlier proposal
   *[other] { $n } earlier proposals
}

outcome-fixed = The outcome is final
ruling-title = The platform's decision
ruling-gives = Decision
ruling-why = Why
ruling-departs = The mediator departs from the published recommendation
ruling-liable = Who bears it
ruling-by = Decided by
ruling-by-mediator = a mediator
ruling-by-rules = the published rules, by themselves
ruling-facts = The facts that it rests on
return-title = Return of the goods
return-address = Send to
return-label = Return label
return-label-open = Download the label
return-content = What came back
return-accepted-at = Accepted on
return-objected = The seller objects
buyer-cause-span = From { $from } until { $until }. This time does not count against the seller.

history-accept = { $who } accepted the request
history-reject = { $who } rejected the request
history-return-requested = { $who } asked to send goods back
history-refund_without_return = { $who } gave the refund without a return
history-investigate = { $who } asked for the shipment to be checked
history-earlier = { $n ->
    [one] One earlier entry
   *[other] { $n } earlier entries
}

ruling-rules-said = What the published rules would have decided by: { $why }
case-head-offer-theirs = { $reader ->
    [buyer] The seller offers “{ $remedy }”: your answer is awaited
   *[seller] The buyer proposes “{ $remedy }”: your answer is awaited
}
case-head-offer-mine = { $reader ->
    [buyer] You proposed “{ $remedy }”: the seller’s answer is awaited
   *[seller] You offered “{ $remedy }”: the buyer’s answer is awaited
}
turn-theirs = Waiting for the other side
case-head-negligence-responding = { $reader ->
    [seller] The buyer complains of negligence: your answer is awaited
    [buyer] Your complaint is with the seller, who has to answer now
   *[staff] The seller has to answer a complaint of negligence
}
case-next-negligence-responding = { $reader ->
    [seller] Write a draft that accepts or rejects the complaint, read it again, and confirm it. If you confirm nothing in time, the platform decides without having heard you.
    [buyer] You need not do anything now. If the seller stays silent, the platform decides.
   *[staff] If the seller stays silent, the complaint comes to the platform by itself.
}
case-head-negligence-negotiating = { $reader ->
    [seller] You rejected the complaint: talk it over with the buyer
    [buyer] The seller rejected the complaint: talk it over
   *[staff] Buyer and seller talk the complaint over
}
case-next-negligence-negotiating = { $reader ->
    [seller] Write to the buyer below, add what shows your side, or accept the complaint after all. When the time is over, the platform decides.
    [buyer] Write to the seller below and add what shows your side, or call the platform now. When the time is over, the platform decides.
   *[staff] When the time is over, the complaint comes to the platform by itself.
}
case-after-negligence-withdrawn = { $reader ->
    [buyer] You withdrew the complaint. Nothing is held against the seller.
   *[other] The buyer withdrew the complaint. Nothing is held against the seller.
}
case-after-negligence-dismissed = The seller was not held negligent, so nothing is taken. The complaint stays here as dismissed, with the reasons.
case-after-negligence-refunded = { $reader ->
    [buyer] The seller was negligent. The shipping fee is on its way to you, and it counts against the seller's reputation.
   *[other] The seller was held negligent: the shipping fee went back, and it counts against the seller's reputation.
}
case-after-upheld = The seller was held negligent. It counts against the seller's reputation, with date and reason.
history-complained = { $who } complained of negligence
case-head-funding = { $reader ->
    [seller] The platform looks whether it pays this dispute itself
    [buyer] We look whether the platform can refund you at once
   *[staff] The protection fund has been asked
}
case-next-funding = { $reader ->
    [staff] The answer comes in moments. Without one, the dispute goes its usual way.
   *[other] You need not do anything: the answer comes in moments. If the platform does not pay, the dispute goes its usual way.
}
history-funded = The protection fund pays the refund
case-head-risk-reviewing = The platform is checking a risk in this order
case-next-risk-reviewing = { $reader ->
    [buyer] You need not do anything. If you know something that helps, such as why the address looks unusual, write it below. If nobody clears the order in time, everything you paid goes back to you.
    [seller] Please do not ship. If you know something that helps, write it below. If nobody clears the order in time, it is cancelled and the buyer gets everything back.
   *[staff] Clear the order or give everything back. If nobody decides in time, everything goes back to the buyer.
}
case-after-cleared = The platform found no risk. The order goes on where it rested, with the time that was left.
case-after-risk-refunded = { $reader ->
    [buyer] The risk could not be cleared, so everything goes back to you.
   *[other] The risk could not be cleared, so everything went back to the buyer. Nobody is held at fault.
}
history-risk = The platform began to check a risk
case-found = What the platform found
