# The frame of every page, and forms in general.
frame-name = Resolution centre
frame-skip = Skip to the content
frame-places = Places
frame-language = Language:
frame-look = Look:
frame-sign-out = Sign out
frame-news = This page has just been brought up to date: something has changed.
frame-news-kept = What you have typed is still there. Read what has changed before you send it.
theme-auto = As my device
theme-light = Light
theme-dark = Dark
place-orders = My orders
place-inbox = Waiting for me
place-sales = Orders
place-queue = Queue
back-orders = All orders
back-order = The order
back-case = The case
back-question = Back

form-errors = There is a problem
form-continue = Continue
form-change = Change
form-optional = { $label } (you can leave this empty)

problem-title = This did not work
problem-home = To the start
problem-nowhere = There is no such page. Check the address, or open the resolution centre again from the shop.

list-pages = Pages of the list
list-first = To the newest
list-next = Older ones

clock-until = until { $end }
clock-policy-zone = (in the marketplace's time: { $end })
