# Why something cannot be done now, and what to do instead. A value that is not known arrives as "none".

refusal-not_found = This is not here any more, or the link is wrong. Go back to your list and open it from there.
refusal-not_yours =
    { $who ->
         [none] This is not yours to do.
        *[other] Only { $who } can do this.
    }
refusal-already_exists = This exists already with other content. Use a new reference.
refusal-not_paid = The order is not paid yet. This becomes possible once it is paid.
refusal-wrong_stage =
    { $turn ->
         [none] This is not possible at this point of the case. Look at what you can do now.
        *[other] This is not possible at this point of the case: it is { $turn }. Look at what you can do now.
    }
refusal-already_final = The outcome is final. Nothing can be changed any more.
refusal-not_assigned = Only the mediator of this case can decide it. Take the case first.
refusal-same_mediator = An appeal goes to a mediator who has not ruled in this case. Another mediator must take it.
refusal-not_yet =
    { $from ->
         [none] This is not possible yet.
        *[other] Not yet. This will be possible from { $from }.
    }
refusal-ended =
    { $at ->
         [none] The time for this is over.
        *[other] The time for this ended at { $at }.
    } You can still write to the other side.
refusal-not_known_yet =
    { $awaits ->
         [none] Not yet. Something else must happen first.
        *[other] Not yet. This becomes possible once { $awaits }.
    }
refusal-shut = This is closed for this parcel. If something is wrong with the goods, report that instead.
refusal-already_shipped = This is already with the carrier. When it arrives, you can ask for a return.
refusal-unit_cancelled = One of these items was cancelled. Leave it out.
refusal-not_shipped = This has not been shipped yet. It can be cancelled, and is cancelled by itself if it is not shipped in time.
refusal-in_case = One of these items is already part of an open dispute. Continue there.
refusal-unit_settled = An earlier case settled one of these items for good. Leave it out.
refusal-not_returnable = This product does not go back for a change of mind; its listing says so. If something is wrong with it, you can report that.
refusal-return_refused = A return of this was closed before. If something is wrong with it, you can still report that while your protection runs.
refusal-disputed_twice = This was disputed and withdrawn twice. It cannot be disputed again.
refusal-reason_unknown = This reason is not offered here. Choose one from the list.
refusal-sub_reason_unknown = This sub-reason does not belong to the reason. Choose one from its list, or none.
refusal-remedy_not_offered =
    { $allowed ->
         [none] This remedy is not offered for this reason. Choose another.
        *[other] This remedy is not offered for this reason. Choose one of these: { $allowed }.
    }
refusal-amount_zero = Enter an amount above zero.
refusal-amount_too_high =
    { $most ->
         [none] This is more than can be asked for these items. Enter a smaller amount.
        *[other] At most { $most } can go back for this.
    }
refusal-nothing_left = Everything that was paid for these items has already been refunded.
refusal-may_not_rise =
    { $most ->
         [none] The platform is deciding, so the amount can no longer rise.
        *[other] The platform is deciding, so the amount can no longer rise. Ask for at most { $most }.
    }
refusal-too_many_changes =
    { $most ->
         [none] This cannot be changed any more. It stands as it is.
        *[other] This was changed { $most } times, which is the most. It stands as it is.
    }
refusal-proposal_gone = This proposal was rejected or replaced. Look at the proposals that stand now.
refusal-terms_differ = The proposal has changed. Read it again before you accept it.
refusal-own_proposal = This is your own proposal. The other side answers it.
refusal-missing =
    { $items ->
         [none] Something is still missing.
        *[other] Still missing: { $items }.
    } Add it, then try again.
refusal-reason_needed = This departs from the recommendation. Say why.
refusal-only_longer =
    { $current ->
         [none] This can only be lengthened. Choose a later date.
        *[other] It ends at { $current } and can only be lengthened. Choose a later date.
    }
refusal-too_long =
    { $latest ->
         [none] It cannot be lengthened so far. Choose an earlier date.
        *[other] It cannot be lengthened beyond { $latest }. Choose an earlier date.
    }
refusal-limit =
    { $most ->
         [none] A limit is reached. Nothing more can be added here.
        *[other] A limit of { $most } is reached. Nothing more can be added here.
    }
refusal-file_refused =
    { $why ->
         [too_large] The file is too large. Choose a smaller one.
         [kind_for_requirement] This item needs another kind of file. Look at what it asks for.
         [empty] No file was chosen, or it is empty. Choose a file first.
        *[other] This file cannot be taken. Choose a picture, a video, a PDF or a plain text.
    }
refusal-already_done = This was done already. Nothing is left to do.
refusal-invalid = Something that you entered is not right. Check it and try again.
refusal-not_enough =
    { $available ->
         [none] There is not enough money in the account. Enter a smaller amount.
        *[other] Only { $available } is available. Enter a smaller amount.
    }
refusal-not_in_policy = The rules of this marketplace do not offer this.
who-the_buyer = the buyer
who-the_seller = the seller
who-the_buyer_or_the_seller = the buyer or the seller
who-the_respondent = the seller
who-a_mediator = a mediator
who-staff = the platform's staff
who-its_author = its author
who-a_party_of_the_case = the buyer or the seller
who-a_party_of_the_case_or_its_mediator = the buyer, the seller or the mediator
who-the_buyer__the_seller__or_the_mediator_of_a_case = the buyer, the seller or the mediator
who-a_party_that_did_not_get_all_it_asked = a side that did not get all it asked for
who-the_party_that_was_asked = the side that was asked
who-the_marketplace = the marketplace
who-the_seller_or_the_marketplace = the seller or the marketplace
who-the_seller_or_finance = the seller or finance staff
who-the_carrier_or_the_marketplace = the carrier or the marketplace
who-the_marketplace_or_a_mediator = the marketplace or a mediator
who-the_payment_provider = the payment provider
who-the_marketplace_or_the_payment_provider = the marketplace or the payment provider
who-the_sender_of_the_message = the sender of the message
awaits-the_parcel_is_shipped = the parcel is shipped
awaits-the_platform_asks_about_the_address = we ask you about the address
awaits-the_refund_is_sent = the refund is sent
awaits-the_carrier_s_first_scan = the carrier has scanned the parcel
awaits-the_carrier_s_delivery_or_your_confirmation_of_receipt = the parcel has been delivered or you have confirmed receipt
item-carrier = the carrier
item-number = the tracking number
item-reason = a reason
item-why = why
item-evidence = a file of the seller, or a case of the order in which it happened
item-label = the return label
item-voucher = a dated voucher
item-grams = the weight in grams
item-file = a file
item-address = the address
item-new_evidence__sealed_after_the_ruling = new evidence, added after the ruling
problem-malformed_body = The form could not be read. Reload the page and try again.
problem-malformed_query = This address is not complete. Go back and follow the link again.
problem-malformed_header = The request could not be read. Reload the page and try again.
problem-unauthenticated = You are not signed in, or your session has ended. Open the link from the marketplace again.
problem-bad_signature = The signature was not accepted.
problem-forbidden = You may not do this. Sign in as the right person.
problem-not_found = This page is not here, or it is not for you to see.
problem-method_not_allowed = This cannot be done at this address. Go back and try again.
problem-already_exists = This exists already with other content.
problem-clock = The clock cannot be moved there. It only goes forward.
problem-stale = Something happened here while you were writing. Look at what changed, then send it again. Nothing you typed is lost.
problem-too_large = This is too large to send. Choose a smaller file.
problem-unsupported_type = This kind of content cannot be read here.
problem-invalid = Something that you entered is not right. Check it and try again.
problem-key_reused = This form was already sent with other content. Reload the page and try again.
problem-rate_limited = That was too much at once. Wait a minute and try again.
problem-internal = Something went wrong on our side. We have been told. Try again in a few minutes.
problem-unavailable = We are out of service for a moment. Try again in a few minutes.
refusal-restricted =
    { $last_day ->
         [none] The account is restricted, and nothing is paid out. Provide what is asked on the account's page.
        *[other] The account is restricted until { $last_day } at the latest, and nothing is paid out. Provide what is asked on the account's page.
    }
refusal-frozen = The order is frozen, and this is not possible until the freeze is lifted.
who-the_platform_s_staff = the platform's staff
who-the_seller_or_a_mediator = the seller or a mediator
who-the_account_itself = the account itself
who-the_seller_s_account = the seller's account
who-a_person_of_the_platform = a person of the platform
who-finance_or_the_marketplace__for_a_seller = finance or the marketplace, for a seller
item-provider = through whom the money is paid
item-words = the reason in words
who-a_mediator_or_the_marketplace = a mediator or the marketplace
who-the_mediator_who_has_the_case = the mediator who has the case
refusal-complaint_decided = A complaint about this was decided before. If something is wrong with the goods, you can report that while your protection runs.
item-explanation = an explanation
item-draft = a draft to confirm
who-the_fund = the protection fund
who-the_buyer_s_account = the buyer's account
who-finance_or_the_marketplace = finance or the marketplace
who-the_order_that_the_message_comes_from = the order that the message comes from
