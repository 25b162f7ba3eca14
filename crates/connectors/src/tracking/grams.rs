//! Weights in grams, without floating point.

/// The weight in whole grams, rounded half up; `None` when it is zero, unreadable, of an unknown unit, or beyond `u32`.
///
/// `value` is a decimal number with at most six places that count; `unit` one of `g`, `kg`, `k`, `oz`, `lb` and their
/// plurals, in any letter case (avoirdupois ounces and pounds).
#[must_use]
pub fn grams(value: &str, unit: &str) -> Option<u32> {
    let micrograms: u128 = match unit.trim().trim_end_matches('.').to_ascii_lowercase().as_str() {
        "g" | "gram" | "grams" => 1_000_000,
        "k" | "kg" | "kgs" | "kilogram" | "kilograms" => 1_000_000_000,
        "oz" | "ounce" | "ounces" => 28_349_523,
        "lb" | "lbs" | "l" | "pound" | "pounds" => 453_592_370,
        _ => return None,
    };
    let (whole, places) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !all_digits(whole) || !all_digits(places) {
        return None;
    }
    let places: String = places.chars().chain(std::iter::repeat('0')).take(6).collect();
    let millionths = whole.parse::<u128>().ok()? * 1_000_000 + places.parse::<u128>().ok()?;
    // Millionths of a unit times micrograms a unit are 10^-12 grams.
    let grams = (millionths * micrograms + 500_000_000_000) / 1_000_000_000_000;
    u32::try_from(grams).ok().filter(|grams| *grams > 0)
}

#[cfg(test)]
mod tests {
    use super::grams;

    #[test]
    fn units_become_grams() {
        assert_eq!(grams("17.6", "oz"), Some(499));
        assert_eq!(grams("60.0", "LB"), Some(27_216));
        assert_eq!(grams("0.09", "K"), Some(90));
        assert_eq!(grams("253.5", "kg"), Some(253_500));
        assert_eq!(grams("100", "g"), Some(100));
        assert_eq!(grams("0.0004", "kg"), None);
        assert_eq!(grams("-1", "kg"), None);
        assert_eq!(grams("1", "stone"), None);
        assert_eq!(grams("999999999999", "kg"), None);
        assert_eq!(grams("string", "string"), None);
    }
}
