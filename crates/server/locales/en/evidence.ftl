# Evidence: the files, the checklist, and the form by which a file is sent.

by-you = You
by-buyer = The buyer
by-seller = The seller
by-mediator = The mediator
by-finance = The platform's finance staff
by-marketplace = The marketplace
by-carrier = The carrier
by-gateway = The payment provider
by-clock = The system
by-aggregate = The system

evidence-title = Evidence
evidence-yours = What you are asked to show
evidence-of-buyer = What the buyer is asked to show
evidence-of-seller = What the seller is asked to show
evidence-there = Shown
evidence-missing = Still missing
evidence-optional = Helps, not required
evidence-look = Look at it
evidence-add = Upload it now
evidence-more = Upload another file
evidence-none = No files have been added yet.
evidence-beside = Added to the order before this dispute was opened; it counts here, too
evidence-weighs = { $grams } g
evidence-removed = Removed for a legal reason on { $at }
evidence-withdrawn = Withdrawn on { $at }
evidence-open = { $kind }, { $size }: download
evidence-withdraw = Withdraw this file

evidence-new = Upload a file
evidence-new-for = Upload: { $title }
evidence-limit = { $kind }: smaller than { $most }
evidence-count = You have added { $n } of at most { $most } files here.
evidence-file = Your file
evidence-file-hint = On a phone you can take a picture now, or choose one that you have. One file at a time.
evidence-caption = What does it show?
evidence-caption-hint = For example: "The parcel as it arrived, label in view".
evidence-grams = Weight that it shows, in grams
evidence-grams-hint = A whole number, such as 1250.
evidence-send = Upload
evidence-readers = You, { $who } and the mediator of a case can see it.
evidence-again = Choose your file again: browsers do not keep it. Everything else is still here.
evidence-too-large = The file is too large: it must be smaller than { $most }. Take a picture with a lower resolution, or a shorter video.
evidence-wrong-kind = This file is of another kind. Choose one of these: { $kinds }.
evidence-no-file = Choose a file.
evidence-grams-needed = Enter the weight that it shows, in grams.
evidence-grams-number = Enter the weight as a whole number of grams, such as 1250.

form-back = Not now, go back
