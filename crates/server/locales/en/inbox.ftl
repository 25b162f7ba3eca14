# What waits for a buyer or a seller: the seller's first page, and the strip above a buyer's orders.

inbox-title = Waiting for you
inbox-strip = Waiting for you
inbox-today = Today: less than 24 hours left
inbox-week = This week
inbox-later = Later
inbox-resting = Without a running clock
inbox-clock-rests = The clock rests
inbox-nothing = Nothing waits for you
inbox-nothing-hint = Every order is on its way or settled. When a buyer or the platform needs you, it stands here with its deadline, and you get a mail.
inbox-orders = See your orders
inbox-first = To the most urgent
inbox-next = More
inbox-money = Your money
inbox-payable = Ready to be paid out
inbox-in-flight = On its way to your bank
inbox-receivable = You owe
inbox-held = Held safely in the orders listed here
inbox-no-money = Nothing has been released to you yet. Money of an order is held safely until the buyer's protection has ended.

# What to do, in one sentence. $role is the reader's: buyer or seller; $name is the other side.
todo-responding = { $name } reports a problem with the goods: answer
todo-responding-not_received = { $name } says the parcel never came: answer
todo-negotiating = Find an agreement with { $name }: make a proposal
todo-negotiating-theirs = { $name } has proposed a solution: accept it, reject it or propose another
todo-negotiating-ours = Your proposal lies with { $name }: you can still change it
todo-preparing = Give { $name } the address for the return
todo-dispatching = Send the goods back and enter the tracking number
todo-inspecting = The return is back: check it, and accept it or object
todo-dispatching_replacement = Send { $name } the replacement and enter the tracking number
todo-proposed = The platform has proposed a solution: accept or reject it
todo-proposed-accepted = You have accepted the platform's proposal: { $name } has not answered yet
todo-answering = The mediator has asked you something: answer
todo-answering-seller_claim = { $name } says that you have the goods: say whether you do
todo-appealing = The platform has ruled: read it, and accept it or appeal
todo-pay = Pay for this order in the shop
todo-ship = Send the parcel and enter the tracking number
todo-answer_address = Did this parcel reach you? Say yes or no
todo-collect = Collect your parcel
inbox-accounts = Accounts
todo-account_answering = Your account is restricted: provide what is asked
todo-account_appealing = Your account stays restricted: read why, and appeal or let it stand
todo-account_reviewing = A seller's account is restricted: look at what was provided, and decide
todo-account_last_day = The last day of a restriction is near: renew it with a reason, or let it end
todo-report_reviewing = A seller has reported a buyer: look at it, and decide
