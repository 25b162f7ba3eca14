# What can be asked, proposed and ruled.

remedy-refund = Refund only
remedy-refund-hint = You get money back and keep the goods.
remedy-return_and_refund = Return and refund
remedy-return_and_refund-hint = The goods go back, then the money comes back.
remedy-replacement = Replacement
remedy-replacement-hint = The same goods are sent again.
remedy-fee_refund = Refund of the shipping fee
remedy-fee_refund-hint = The shipping fee comes back.
remedy-other = Another solution
remedy-other-hint = Describe in your own words what would put this right.
remedy-none = No refund
remedy-of-amount = { $remedy }: { $amount }
remedy-return_first = after the first goods came back
remedy-nothing_asked = No money, only the complaint
