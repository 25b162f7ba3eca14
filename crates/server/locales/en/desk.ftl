# The mediator's pages: the queue, the desk of one case, and the ruling with its money.

desk-queue = Cases by deadline
desk-filter = Which cases
desk-filter-all = Mine and open
desk-filter-mine = Mine
desk-filter-open = Taken by nobody
desk-case = Case
desk-amount = Amount
desk-stage = Stage
desk-clock = Review ends
desk-recommended = The rules recommend
desk-age = Open for
desk-mediator = Mediator
desk-promised = promised by { $end }
desk-days = { $n ->
    [0] today
    [one] { $n } day
   *[other] { $n } days
}
desk-none = Nothing yet
desk-me = You
desk-other = Somebody else
desk-nobody = Nobody yet
desk-appealed = After an appeal
desk-nothing-all = No case waits
desk-nothing-mine = None of your cases waits
desk-nothing-open = Every case has its mediator
desk-nothing-hint = New cases stand here as soon as they come to the platform, the most urgent first.

# The desk of one case.
desk-back = The queue
desk-take = Take this case
desk-not-taken = The case was not taken
desk-rule = Make a ruling
desk-opened = Opened on
desk-at-stake = Can still go back to the buyer
desk-says = What they say
desk-asks = What they ask
desk-offers = What they offer
desk-shows = What they show
desk-received = says that the goods came
desk-not-received = says that nothing came
desk-no-words = Nothing was written.
desk-changes = Changed { $made } of { $most } times
desk-no-answer = The seller has not answered.
desk-no-offer = The seller has proposed nothing.
desk-no-files = Nothing has been shown.
desk-proposes = Proposal
desk-platform-proposed = The platform's own proposal
desk-there = there
desk-missing = missing
desk-optional = not there, not needed
desk-rules-say = The published rules say
desk-rules-outcome = { $outcome }. { $liable }, { $fund }.
desk-rules-because = Because: { $why }
desk-rules-row = Row of the table: { $row }
desk-no-recommendation = The rules have no recommendation for these facts.
desk-facts = The facts
desk-facts-hint = Derived from what carriers, files and both sides have said. The rules look at these and at nothing else.
desk-rulings = Rulings so far
desk-ruled-by = By { $by }.
desk-departs = It departs from the recommendation:
desk-history = What happened
desk-order = The whole order

# The ruling.
rule-title = How do you rule?
rule-choose = Choose how you rule.
rule-follow = As the rules recommend
rule-other = Otherwise: give something else
rule-other-hint = You name what is given, who bears it, and why.
rule-dismiss = Nothing is given: the dispute fails
rule-dismiss-hint = You name who bears the loss, and why.
rule-remedy = What is given?
rule-choose-remedy = Choose what is given.
rule-amount = How much?
rule-amount-hint = At most { $most } can still go back for these goods.
rule-amount-zero = Enter an amount above zero, or choose that the dispute fails.
rule-liable = Who bears the loss?
rule-choose-liable = Choose who bears the loss.
rule-reason = Why do you depart from the recommendation?
rule-reason-hint = Both sides read this.
rule-choose-reason = Choose why you depart from the recommendation.
rule-words = In your own words
rule-words-hint = Say which evidence you weighed and how. Both sides read it, and it stays in the case file.
rule-words-needed = Write why you rule differently from the published rules. Both sides have a right to know.
rule-check = Check before you decide
rule-outcome = Ruling
rule-recommendation = Recommendation
rule-follows = This follows the published rules.
rule-departs = This departs from the published rules.
rule-money = Who gets how much
rule-no-money = No money moves by this ruling itself.
rule-money-hint = As it comes if nobody appeals and nothing else happens meanwhile. The core has worked it out for this ruling; nothing has been moved yet.
rule-money-buyer = Back to the buyer
rule-money-seller = To the seller
rule-money-seller_owes = The seller owes in addition
rule-money-fees = Commission and fees of the platform
rule-money-promotions = Back to the platform's promotions
rule-money-fund = Protection fund of the platform
rule-money-carrier = Claims against the carrier
rule-money-held = Taken out of what is held safely
rule-ways = By which ways the buyer gets it
rule-coins = { $coins } coins go back to the buyer as well.
rule-next = What happens next
rule-next-appeal = A side that does not get all it asked can appeal until { $end }. No money moves before that.
rule-next-final = The ruling is final at once: there is no appeal any more.
rule-next-waits = When it is final, the next step is: { $stage }. Money moves after that.
rule-next-refund = When it is final, the refund is sent by itself. You need not do anything.
rule-next-release = What the seller gets is released on { $at }, when the buyer's protection has ended.
rule-next-both = Both sides are told at once, with the reason.
rule-decide = Make this ruling
rule-since = This has happened meanwhile
rule-unread = Something has happened since you opened this page, so nothing was decided. Read it, then decide.
rule-typed = What you had written

done-rule = You have ruled. Both sides are told now.
