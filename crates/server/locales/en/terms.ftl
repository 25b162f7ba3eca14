# The marketplace's terms in plain words: the page around them.

terms-title = The rules
terms-link = By which rules?
terms-hint = These are the marketplace's terms in plain words. The rules that held when an order was placed hold for it to its end.
terms-none = The terms are not available at the moment.
terms-foreign = These terms are not written in your language.
terms-reasons = What can be reported
terms-received = Can be reported when the goods were received.
terms-not-received = Can be reported when the parcel did not arrive.
terms-sub-reasons = It can be said more exactly:
terms-remedies = What can be asked for: { $remedies }.
terms-return = The way back is paid by: { $who }.
terms-evidence = What each side is asked to show:
terms-optional = helps, but is not needed
terms-policy = Policy { $name }, content hash { $hash }
