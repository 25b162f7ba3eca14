# The guided form by which a buyer opens a dispute.
dispute-received = Did the parcel arrive?
dispute-received-no = No, it has not arrived
dispute-received-yes = Yes, but something is wrong with it
dispute-received-until = You can report this until { $end }.
dispute-received-needed = Choose whether the parcel arrived
dispute-not-now = “{ $answer }” cannot be reported now
dispute-impossible = A problem cannot be reported at the moment

dispute-items = Which items is it about?
dispute-items-hint = Choose all that apply.
dispute-items-count = Choose how many of each.
dispute-items-of = { $n } of { $all }
dispute-items-needed = Choose at least one item

dispute-reason = What is wrong?
dispute-reason-needed = Choose what is wrong
dispute-sub_reason = What exactly is wrong?
dispute-sub_reason-hint = You chose “{ $reason }”. Your answer tells the seller and the platform what you mean. It does not change what happens next.
dispute-sub_reason-needed = Choose what exactly is wrong

dispute-remedy = What would put it right?
dispute-remedy-all = You get everything back that you paid for these items: { $amount }.
dispute-remedy-needed = Choose what would put it right
dispute-amount = How much do you ask for? ({ $currency })
dispute-amount-hint = Only if you ask for money. You can ask for up to { $most }.
dispute-amount-zero = The amount must be above zero
dispute-amount-most = You can ask for up to { $most } for these items

dispute-text = What happened?
dispute-text-title = Tell us what happened
dispute-text-hint = The seller and, if needed, the mediator read this. When did you notice it, and what exactly is wrong?
dispute-text-missing = The seller and, if needed, the mediator read this. Did the carrier or a neighbour tell you anything?
dispute-text-other = Describe what would put this right. The seller reads this and can agree to it.
dispute-text-needed = Describe what would put this right
dispute-text-long = This is too long: keep it under 20,000 characters

dispute-files = Photos and documents
dispute-files-title = Show what is wrong
dispute-files-hint = What you show now decides faster. You can also add it later, in the dispute.
dispute-files-none = Nothing is needed from you for this. You can go on.
dispute-files-helps = This can help, but is not needed
dispute-files-there = { $n ->
    [0] No file yet
    [one] One file added
   *[other] { $n } files added
}
dispute-files-add = Add a file
dispute-files-more = Add another file

dispute-check = Check your answers
dispute-check-received = Did it arrive?
dispute-check-items = Items
dispute-check-reason = What is wrong
dispute-check-sub_reason = What exactly
dispute-check-remedy = You ask for
dispute-check-text = What happened
dispute-check-files = Photos and documents
dispute-check-nothing = Nothing written
dispute-next-title = What happens next
dispute-next = The money for these items is held. The seller is told at once and has some days to answer; you will see until when. If they do not answer, the platform decides. You will get a message at every step.
dispute-send = Open the dispute

dispute-opened = Your dispute is open
dispute-opened-reason = { $reason }
dispute-opened-held = The money for these items is held: the seller cannot get it until this is settled.
dispute-opened-seller = The seller has been told and can accept, refuse with a reason, or propose something else.
dispute-opened-mail = You get a message when it is your turn. You do not have to wait here.
dispute-opened-clock = The seller's time to answer
dispute-opened-missing = This is still missing from you
dispute-opened-case = Go to the dispute
form-title-wrong = Problem: { $title }
