//! Which routes an event adds, and to which parcels a tracking number leads at an instant.
use crate::ports::{Journey, NewRoute, ParcelRoute};
use jiff::Timestamp;
use resolution::aggregate::{Aggregate, Event};
use resolution::id::PaymentNo;
use resolution::order::event::OrderEvent;

/// A carrier's slug as routes keep it: without outer space, in small letters.
#[must_use]
pub fn normal_carrier(carrier: &str) -> String {
    carrier.trim().to_lowercase()
}

/// A tracking number as routes keep it: without any space, in capitals.
#[must_use]
pub fn normal_number(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

/// The routes that an event adds, given the state after it.
pub(crate) fn added(aggregate: &Aggregate, event: &Event, at: Timestamp) -> Vec<NewRoute> {
    let Event::Order(event) = event else {
        return Vec::new();
    };
    match event {
        OrderEvent::OrderPlaced(placed) => (0_u16..)
            .zip(&placed.payments)
            .map(|(no, payment)| NewRoute::Payment {
                provider: payment.provider.clone(),
                payment_id: payment.payment_id.clone(),
                payment: PaymentNo(no),
            })
            .collect(),
        OrderEvent::ShipmentDeclared(declared) => {
            // Scans may lie before the declared hand-over, never before the order.
            let placed = aggregate.order().map_or(declared.handed_over, |order| order.placed.placed_at);
            let from = placed.min(declared.handed_over);
            parcel(
                declared.carrier.as_deref(),
                declared.number.as_deref(),
                from,
                Journey::Parcel(declared.parcel),
            )
        }
        OrderEvent::ReturnSent { case, carrier, number } => {
            parcel(Some(carrier), Some(number), at, Journey::Return(*case))
        }
        _ => Vec::new(),
    }
}

fn parcel(carrier: Option<&str>, number: Option<&str>, from: Timestamp, journey: Journey) -> Vec<NewRoute> {
    let number = number.map(normal_number).filter(|number| !number.is_empty());
    number
        .map(|number| NewRoute::Parcel {
            carrier: normal_carrier(carrier.unwrap_or("")),
            number,
            from,
            journey,
        })
        .into_iter()
        .collect()
}

/// The routes that something which happened at `at` follows: those that are open then; where none is, the newest, so
/// that nothing that matches is ever left lying. `all` is ordered by `from`.
#[must_use]
pub fn followed(all: &[ParcelRoute], carrier: Option<&str>, at: Timestamp) -> Vec<ParcelRoute> {
    let matching: Vec<&ParcelRoute> = all
        .iter()
        .filter(|route| route.carrier.is_empty() || carrier.is_none_or(|carrier| carrier == route.carrier))
        .collect();
    let open: Vec<ParcelRoute> = matching
        .iter()
        .filter(|route| route.from <= at && route.until.is_none_or(|until| at < until))
        .map(|route| (*route).clone())
        .collect();
    if open.is_empty() { matching.last().map(|route| (*route).clone()).into_iter().collect() } else { open }
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::id::{OrderId, ParcelNo};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn route(carrier: &str, from: i64, until: Option<i64>, order: u8) -> ParcelRoute {
        ParcelRoute {
            carrier: carrier.to_owned(),
            from: at(from),
            until: until.map(at),
            order: OrderId([order; 16]),
            journey: Journey::Parcel(ParcelNo(0)),
        }
    }

    fn orders(found: &[ParcelRoute]) -> Vec<u8> {
        found.iter().map(|route| route.order.0[0]).collect()
    }

    #[test]
    fn a_number_used_again_leads_to_the_parcel_of_its_time() {
        let all = [route("ups", 0, Some(100), 1), route("ups", 100, None, 2), route("ups", 110, None, 3)];
        assert_eq!(orders(&followed(&all, Some("ups"), at(50))), [1]);
        assert_eq!(orders(&followed(&all, Some("ups"), at(100))), [2], "the end is exclusive");
        assert_eq!(
            orders(&followed(&all, None, at(200))),
            [2, 3],
            "two orders in one parcel both get its scans"
        );
        assert_eq!(orders(&followed(&all, None, at(-5))), [3], "nothing that matches is left lying");
    }

    #[test]
    fn another_carrier_does_not_match() {
        let all = [route("ups", 0, None, 1), route("", 0, None, 2)];
        assert_eq!(orders(&followed(&all, Some("b"), at(1))), [2]);
        assert_eq!(normal_number(" 1z 99 aa "), "1Z99AA");
        assert_eq!(normal_carrier(" ONE"), "one");
    }
}
