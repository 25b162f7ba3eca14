# Who takes part.

side-opener = the buyer
side-respondent = the seller
side-platform = the platform
side-you = you
role-buyer = Buyer
role-seller = Seller
role-mediator = Mediator
role-finance = Finance
role-marketplace = Marketplace
role-carrier = Carrier
role-gateway = Payment provider
role-clock = By itself, at a deadline
role-aggregate = By itself, from an account
