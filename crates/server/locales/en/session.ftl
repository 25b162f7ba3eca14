# Sessions: links that have ended, signing in and out, forms that cannot be taken.

session-title-link-expired = This link has ended
session-title-signed-out = You are signed out
session-link-expired = Your link has expired. Open the resolution centre again from the shop.
session-signed-out = You are signed out. Open the resolution centre again from the shop when you need it.
session-foreign-form = This form was not sent from a page of yours that is still open, so nothing was done. Load the page again and send it once more.
session-unreadable-form = This form could not be read, so nothing was done. Load the page again.
session-large-form = What was sent is too large, so nothing was done.
session-too-many = Too many requests came from you. Wait a moment and try again.
session-not-signed-in = These do not fit together. Check what you typed and try again.
session-wait-to-sign-in = There were too many attempts. Wait a moment and try again.
session-sign-in-title = Sign in for staff
session-sign-in-hint = Buyers and sellers do not need a password: they come from the shop.
session-marketplace = Marketplace
session-login = Login
session-password = Password
session-sign-in = Sign in
