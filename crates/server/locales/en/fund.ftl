# The protection fund, for finance; and what was weighed for it in a case, for staff.

place-fund = Protection fund
fund-title = Protection fund
fund-hint = Disputes that meet the published conditions are paid from here at once; the seller is paid all the same. An amount is reserved before it is promised to a buyer, so no more is ever promised than there is. When it is used up, disputes go their usual way.
fund-empty = The fund has no budget yet: no dispute is paid from it.
fund-available = Can still be granted
fund-reserved = Granted, on its way
fund-spent = Promised to buyers
fund-given = Budget in all
fund-counts = Granted { $granted ->
    [one] once
   *[other] { $granted } times
}, denied for lack of money { $denied ->
    [one] once
   *[other] { $denied } times
}.
fund-changes = Changes of the budget
fund-no-changes = Nobody has changed the budget yet.
fund-change-number = Change { $number }
fund-by-server = the marketplace's server
fund-form = Change the budget
fund-what = What is done
fund-add = Put money in
fund-add-hint = From now on it can be granted.
fund-take_back = Take money back
fund-take_back-hint = At most what can still be granted: what is promised stays.
fund-amount = Amount
fund-currency = Currency
fund-reason = Why
fund-reason-hint = Kept with the change for good; write nothing about a person.
fund-send = Change the budget
funding-title = The protection fund
funding-hint = What was weighed when the dispute was opened. Buyer and seller do not see this.
funding-speaks-for = speaks for it
funding-speaks-against = speaks against it
funding-factor-reason = Reason
funding-factor-remedy = What is asked
funding-factor-order_value = Cost of the order
funding-factor-product = Product
funding-value = { $value }, at most { $most }
funding-value-no-most = { $value }; nothing is paid in this currency
funding-category = Category { $category }, which is left out
funding-no-category = Of no category that is left out
funding-factor-disputes = The buyer's other disputes
funding-factor-funded = Refunds from the fund to the buyer
funding-factor-reports = Upheld reports on the buyer
funding-count = { $count }, at most { $most }
funding-awaits-buyer = The buyer's record has been asked for.
funding-not-asked = The fund was not asked.
funding-asked = The fund has been asked for { $amount } and has not answered.
funding-denied = The fund was asked for { $amount } and did not have it.
funding-granted = The fund pays { $amount }.
funding-too-late = The fund granted { $amount }; it was not needed any more and was given back.
