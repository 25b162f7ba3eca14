# A seller's report on a buyer: for the buyer, for the seller, and for staff.

report-title = Report on the buyer
report-reviewing = The platform looks at it
report-closed = Over
report-reviewing-buyer = The seller of an order has reported you. The platform looks at it and decides. Read what the seller says; you can answer and add files, and do not have to.
report-reviewing-seller = The platform looks at your report and decides. Add what shows it: without a file or a case in which it happened, nothing can be upheld.
report-reviewing-staff = Read what both say, look at what they show, and decide. Without evidence of the seller's nothing can be upheld; not decided in time, it is not upheld.
report-upheld-buyer = The report was upheld. For a time the platform may not pay your disputes at once from its protection fund; they go their usual way. Nothing else changes.
report-upheld-seller = Your report was upheld. It counts in the buyer's record.
report-upheld-staff = The report was upheld. It counts in the buyer's record.
report-not_upheld-buyer = The report was not upheld. Nothing changes for you.
report-not_upheld-seller = Your report was not upheld. Nothing changes for the buyer.
report-not_upheld-staff = The report was not upheld. Nothing changes for the buyer.
report-show-hint = The other side reads what you write and add here.

report-about = What it is about
report-reason = Reason
report-reason-false_claim = What the buyer claimed was not so
report-reason-altered_evidence = Altered or false pictures or documents
report-reason-swapped_return = Other goods were sent back
report-reason-extortion = Threats, such as with a bad review
report-reason-abuse = Insults
report-order = Order
report-order-open = See the order
report-case = Case
report-case-open = See the case in which it happened
report-since = Since
report-buyer = Buyer
report-by = Reported by
report-rulings = Decisions
report-evidence = Files
report-no-evidence = No file has been added yet.
report-shows = What does the file show?
report-caption = In a few words
report-file = File
report-add = Add the file
report-assign = Take the case
report-assign-words = Take the case
report-assign-hint = Only the person who has the case decides it.
report-rule = Decide
report-rule-which = What do you decide?
report-rule-words = Why?
report-rule-hint = Buyer and seller both read this.
report-uphold = It is upheld and counts in the buyer's record
report-lift = It is not upheld

# On the order, for its seller.
reported-title = You have reported this buyer
reported-on = Reported on { $at }.
reported-open = See the report
reported-under-way = The report is on its way to the platform.

# The buyer's own record.
standing-title = Your record
standing-hint = What the platform looks at before it pays a dispute at once from its protection fund, since { $since }. It changes nothing else: every dispute goes its usual way.
standing-disputes = Disputes that you opened
standing-funded = Refunds from the protection fund
standing-reports = Reports by sellers that were upheld
standing-count = { $count }, at most { $most }
standing-none = Nothing stands in your record.
standing-report = Report of { $at }
standing-all-reports = Reports by sellers
back-record = Your record
