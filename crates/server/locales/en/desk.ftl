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
