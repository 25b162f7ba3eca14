# The demonstration: its start page, clock and mailbox.

demo-title = Play a dispute from all three sides
demo-lead = Everything here is made up: a marketplace with shops, buyers, parcels and disputes in every stage. No real money moves and no mail leaves this machine. Choose a door, do what you like, and move the clock at the foot of the page to see what happens.
demo-door-buyer = Be the buyer
demo-door-buyer-hint = { $person } waits for a parcel, had another one arrive damaged, and has an offer to answer.
demo-door-seller = Be the seller
demo-door-seller-hint = { $person } has parcels to send and disputes to answer, the most urgent first.
demo-door-mediator = Be the mediator
demo-door-mediator-hint = { $person } looks at what both sides have shown, and decides.
# $n is a number of things.
demo-waiting = { $n ->
    [0] Nothing waits here now.
    [one] { $n } thing waits here now.
   *[other] { $n } things wait here now.
}
demo-enter = Enter as { $person }
demo-tour = A first round
demo-tour-1 = Enter as the buyer, open the order whose parcel never came, and open a dispute.
demo-tour-2 = Come back to the doors, enter as the seller, and answer it. Or do not answer.
demo-tour-3 = Move the clock by five days. Whoever stayed silent sees what that means.
demo-tour-4 = Enter as the mediator, take the case and rule.
demo-tour-5 = Look into the mailbox: everyone was told, each in their own language.
demo-finds = Something of everything
demo-finds-hint = One case in each stage. A link takes you there as the person whose turn it is.
demo-find-responding = A dispute that waits for the seller’s answer
demo-find-negotiating = Two sides who look for agreement
demo-find-investigating = A parcel that the carrier is looking for
demo-find-preparing = A return for which the seller owes address and label
demo-find-dispatching = A return that the buyer is to send
demo-find-return_in_transit = A return on its way
demo-find-inspecting = A return that the seller is to look at
demo-find-dispatching_replacement = A replacement that the seller is to send
demo-find-replacement_in_transit = A replacement on its way
demo-find-reviewing = A case for the mediator
demo-find-proposed = A proposal of the platform
demo-find-answering = A question of the mediator
demo-find-appealing = A ruling that can be appealed
demo-find-executing = A refund on its way
demo-find-closed = A case that is closed
demo-people = Everybody else
demo-as = as { $person }, { $role }
demo-role-buyer = buyer
demo-role-seller = seller
demo-role-mediator = mediator
demo-role-finance = finance
demo-staff = Staff can also sign in with a password: maya, let-me-mediate, at
demo-bar = Demonstration
demo-doors = Doors
demo-clock-hour = +1 hour
demo-clock-day = +1 day
demo-clock-five-days = +5 days
demo-clock-next = To the next event
demo-mailbox = Mailbox
demo-mailbox-hint = Every mail that this marketplace would have sent, newest first, each in its reader’s language.
demo-mailbox-of = Mails to { $person }.
demo-mailbox-whose = Whose mails
demo-mailbox-all = Everybody
demo-mailbox-none = There are no mails here.
demo-mailbox-to = To
demo-mailbox-open = Open as { $person }
demo-mailbox-newer = Newer mails
demo-mailbox-older = Older mails
