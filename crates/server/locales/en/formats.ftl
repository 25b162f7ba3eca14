# Times that are left, sizes, and what may be wrong with an amount that was typed.

span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
span-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
span-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
# Two neighbouring units, such as "3 days 4 hours".
span-both = { $larger } { $smaller }
left = { $time } left
left-moment = less than a minute left
left-nothing = the time is over

size-bytes = { $n } bytes
size-kb = { $n } kB
size-mb = { $n } MB
size-gb = { $n } GB

# $example is an amount in the right form, $decimals the digits that the currency has after the separator.
amount-empty = Enter an amount, such as { $example }.
amount-not_a_number = This is not an amount. Use digits only, such as { $example }.
amount-too_many_decimals = { $decimals ->
    [0] This currency has no decimals. Enter a whole number, such as { $example }.
    [one] Use at most { $decimals } digit after the decimal separator, such as { $example }.
   *[other] Use at most { $decimals } digits after the decimal separator, such as { $example }.
}
amount-negative = The amount cannot be below zero. Enter it without a minus sign, such as { $example }.
amount-too_large = This amount is too large. Check the number of zeros.
