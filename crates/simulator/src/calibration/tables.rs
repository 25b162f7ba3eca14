//! The tables, printed by `examples/calibrate.rs` from delivered orders of the Olist sample (Brazil, 2016 to 2018,
//! CC BY-NC-SA 4.0; summary figures only). Do not edit: run the command of that file again.
use super::{Quantiles, Shares};

/// Carrier to customer over 3622 samples, in minutes.
pub const CARRIER_TO_CUSTOMER: Quantiles = Quantiles {
    name: "carrier to customer",
    unit: "minutes",
    values: [0, 1180, 1632, 2746, 4894, 7197, 8820, 10344, 11993, 14931, 19242, 26309, 34701, 57690, 184168],
};

/// Estimate to delivery over 3627 samples, in minutes.
pub const ESTIMATE_TO_DELIVERY: Quantiles = Quantiles {
    name: "estimate to delivery",
    unit: "minutes",
    values: [
        -111347, -53471, -37669, -30647, -26002, -21854, -19088, -17257, -14521, -11482, -7984, -1735, 4119,
        25538, 150717,
    ],
};

/// Freight share over 3633 samples, in thousandths of the whole.
pub const FREIGHT_SHARE: Quantiles = Quantiles {
    name: "freight share",
    unit: "thousandths of the whole",
    values: [0, 24, 50, 71, 106, 130, 155, 183, 215, 250, 303, 388, 460, 593, 835],
};

/// Largest of several payments over 135 samples, in thousandths of the whole.
pub const LARGEST_OF_SEVERAL_PAYMENTS: Quantiles = Quantiles {
    name: "largest of several payments",
    unit: "thousandths of the whole",
    values: [67, 90, 152, 224, 368, 508, 540, 597, 644, 703, 787, 908, 953, 980, 993],
};

/// Price of a unit over 4134 samples, in minor units (BRL).
pub const PRICE_OF_A_UNIT: Quantiles = Quantiles {
    name: "price of a unit",
    unit: "minor units (BRL)",
    values: [300, 950, 1690, 2290, 3350, 4749, 5990, 7500, 9490, 11730, 15000, 23450, 36999, 79990, 409999],
};

/// Purchase to carrier over 3630 samples, in minutes.
pub const PURCHASE_TO_CARRIER: Quantiles = Quantiles {
    name: "purchase to carrier",
    unit: "minutes",
    values: [6, 138, 676, 1056, 1422, 1815, 2605, 3186, 4234, 5282, 6613, 9027, 12643, 24279, 64947],
};

/// Purchase to estimate over 3633 samples, in minutes.
pub const PURCHASE_TO_ESTIMATE: Quantiles = Quantiles {
    name: "purchase to estimate",
    unit: "minutes",
    values: [
        2891, 9036, 15202, 19045, 24001, 27929, 30716, 33406, 36159, 39206, 43636, 49746, 56141, 75077,
        145454,
    ],
};

/// Value of an order over 3633 samples, in minor units (BRL).
pub const VALUE_OF_AN_ORDER: Quantiles = Quantiles {
    name: "value of an order",
    unit: "minor units (BRL)",
    values: [
        1579, 2269, 3269, 3904, 5409, 6830, 8560, 10560, 12741, 15791, 20622, 31780, 46978, 91370, 417526,
    ],
};

/// Hour of purchase of 3633, in ten-thousandths.
pub const HOUR_OF_PURCHASE: Shares = Shares {
    name: "hour of purchase",
    of: &[
        ("00", 222),
        ("01", 123),
        ("02", 52),
        ("03", 19),
        ("04", 16),
        ("05", 16),
        ("06", 38),
        ("07", 151),
        ("08", 289),
        ("09", 492),
        ("10", 690),
        ("11", 671),
        ("12", 663),
        ("13", 611),
        ("14", 638),
        ("15", 589),
        ("16", 728),
        ("17", 586),
        ("18", 611),
        ("19", 572),
        ("20", 699),
        ("21", 545),
        ("22", 597),
        ("23", 382),
    ],
};

/// Payment type of 4053, in ten-thousandths.
pub const PAYMENT_TYPE: Shares = Shares {
    name: "payment type",
    of: &[("boleto", 1704), ("credit_card", 7014), ("debit_card", 148), ("voucher", 1134)],
};

/// Payments of an order of 3633, in ten-thousandths.
pub const PAYMENTS_OF_AN_ORDER: Shares = Shares {
    name: "payments of an order",
    of: &[("1", 9631), ("2", 247), ("3", 30), ("4", 11), ("5", 13), ("6", 68)],
};

/// Review score of 3677, in ten-thousandths.
pub const REVIEW_SCORE: Shares =
    Shares { name: "review score", of: &[("1", 976), ("2", 310), ("3", 824), ("4", 1971), ("5", 5919)] };

/// Units of an order of 3633, in ten-thousandths.
pub const UNITS_OF_AN_ORDER: Shares = Shares {
    name: "units of an order",
    of: &[("1", 9015), ("2", 767), ("3", 132), ("4", 46), ("5", 13), ("6", 27)],
};

/// Weekday of purchase of 3633, in ten-thousandths.
pub const WEEKDAY_OF_PURCHASE: Shares = Shares {
    name: "weekday of purchase",
    of: &[("1", 1691), ("2", 1557), ("3", 1500), ("4", 1513), ("5", 1417), ("6", 1092), ("7", 1230)],
};

/// Every table of quantiles.
pub const QUANTILES: &[Quantiles] = &[
    CARRIER_TO_CUSTOMER,
    ESTIMATE_TO_DELIVERY,
    FREIGHT_SHARE,
    LARGEST_OF_SEVERAL_PAYMENTS,
    PRICE_OF_A_UNIT,
    PURCHASE_TO_CARRIER,
    PURCHASE_TO_ESTIMATE,
    VALUE_OF_AN_ORDER,
];

/// Every table of shares.
pub const SHARES: &[Shares] = &[
    HOUR_OF_PURCHASE,
    PAYMENT_TYPE,
    PAYMENTS_OF_AN_ORDER,
    REVIEW_SCORE,
    UNITS_OF_AN_ORDER,
    WEEKDAY_OF_PURCHASE,
];
