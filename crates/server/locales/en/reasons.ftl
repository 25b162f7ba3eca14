# Typed reasons that a person chooses; beside them stands free text.

# Reasons of any act.

reason-other = Another reason
reason-silence = No answer in time
# For rejecting the request or a proposal.

reason-not_agreed = I do not agree
reason-not_enough = The amount is not enough
reason-too_much = The amount is too high
reason-delivered = The parcel was delivered
reason-as_described = The goods were as described
reason-no_evidence = The claim is not shown
reason-buyer_fault = The damage happened after delivery
# For proposing.

reason-agreement = To reach an agreement
reason-part = The problem concerns a part only
reason-kept = The goods can still be used
# For escalating.

reason-no_agreement = We cannot agree
reason-no_answer = The other side does not answer
reason-unfair = I am not treated fairly
# For appealing.

reason-new_evidence = I have new evidence
# For withdrawing.

reason-settled = It has been settled
reason-arrived = The parcel has arrived
reason-mistake = I opened it by mistake
# For a goodwill refund.

reason-goodwill = As a gesture of goodwill
reason-late = It came late
reason-small_fault = There was a small fault
# For cancelling.

reason-changed_mind = I changed my mind
reason-ordered_twice = I ordered it twice
reason-wrong_choice = I chose the wrong item
reason-found_elsewhere = I found it elsewhere
reason-too_slow = It takes too long
# For a seller's cancelling.

reason-out_of_stock = It is out of stock
reason-quality = It is not good enough to be sent
reason-shipping_problem = There is a problem with the shipping
reason-price_error = The price was wrong
reason-personal = A reason of my own
# For placing and lifting holds.

reason-checked = To be checked, or checked
reason-risk = There is a risk to the payment
reason-address_under_review = The address is under review
reason-cleared = The question is cleared
reason-its_last_day = The hold reached its last day
# For objecting to a return.

reason-as_received = Not as it was received: stains, smell or dirt
reason-undamaged = It is damaged
reason-complete = It is not complete
reason-matches_listing = It is not what was described
reason-not_as_sent = The goods are not in the state in which they were sent
reason-other_goods = Other goods came back
reason-incomplete = Something is missing
# For a ruling that departs from the recommendation.

reason-weighed = The evidence was weighed differently
reason-facts_wrong = A recorded fact is wrong
reason-both_at_fault = Both sides bear a part
reason-hardship = The recommendation would be unfair here
# For removing evidence.

reason-law = The law demands it
reason-personal_data = It shows personal data of others

# For rejecting a complaint of negligence.
reason-not_so = What is said is not so
reason-carrier_caused = The carrier did it
reason-buyer_caused = The buyer did it
reason-settled_already = We have settled it already
# For a risk in an order, and for deciding about it.
reason-risky_address = The delivery address looks risky
reason-suspicious_payment = The payment looks suspicious
reason-false_claim = What the buyer claimed was not so
reason-altered_evidence = Altered or false pictures or documents
reason-swapped_return = Other goods were sent back
reason-extortion = Threats, such as with a bad review
reason-abuse = Insults
reason-address_checked = The address was checked
reason-payment_checked = The payment was checked
reason-party_explained = A party has explained it
reason-not_explained = Nobody could explain it
