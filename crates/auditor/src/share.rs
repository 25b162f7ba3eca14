//! Sharing amounts out, in the auditor's own words: whole parts first, what is left over one by one to the largest
//! fractions, the earlier first where fractions are equal.

/// Shares `amount` over what each has `left`. Nothing where it cannot be: an amount below zero or above their sum.
pub(crate) fn share(amount: i64, left: &[i64]) -> Option<Vec<i64>> {
    let total: i128 = left.iter().map(|l| i128::from(*l)).sum();
    if amount < 0 || left.iter().any(|l| *l < 0) || i128::from(amount) > total {
        return None;
    }
    if total == 0 {
        return Some(vec![0; left.len()]);
    }
    let mut parts = Vec::with_capacity(left.len());
    let mut fractions = Vec::with_capacity(left.len());
    for (index, l) in left.iter().enumerate() {
        let exact = i128::from(amount) * i128::from(*l);
        parts.push(i64::try_from(exact / total).ok()?);
        fractions.push((-(exact % total), index));
    }
    fractions.sort_unstable();
    let over = usize::try_from(amount - parts.iter().sum::<i64>()).ok()?;
    for (_, index) in fractions.into_iter().take(over) {
        parts[index] += 1;
    }
    Some(parts)
}

/// Equal shares of an amount: each unit gets what the first k units have by then less what they had before.
pub(crate) fn even(amount: i64, units: usize) -> Vec<i64> {
    let count = i128::try_from(units.max(1)).unwrap_or(1);
    let mut parts = Vec::with_capacity(units);
    let mut given = 0_i128;
    for k in 1..=units {
        let until = i128::from(amount) * i128::try_from(k).unwrap_or(0) / count;
        parts.push(i64::try_from(until - given).unwrap_or(0));
        given = until;
    }
    parts
}

/// A count in proportion to weights that it may exceed, as differences of cumulative shares.
pub(crate) fn along(amount: i64, weights: &[i64]) -> Vec<i64> {
    let total: i128 = weights.iter().map(|w| i128::from(*w)).sum::<i128>().max(1);
    let (mut so_far, mut given) = (0_i128, 0_i128);
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        so_far += i128::from(*weight);
        let until = i128::from(amount) * so_far / total;
        parts.push(i64::try_from(until - given).unwrap_or(0));
        given = until;
    }
    parts
}

/// `whole * part / of`, rounded down; nothing of nothing.
pub(crate) fn scaled(whole: i64, part: i64, of: i64) -> i64 {
    if of == 0 {
        return 0;
    }
    let exact = i128::from(whole) * i128::from(part);
    i64::try_from(exact.div_euclid(i128::from(of))).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over_goes_to_the_largest_fraction_and_the_earlier_first() {
        assert_eq!(share(100, &[50, 50, 50]), Some(vec![34, 33, 33]));
        assert_eq!(share(7, &[10, 20]), Some(vec![2, 5]));
        assert_eq!(share(0, &[]), Some(vec![]));
        assert_eq!(share(10_000, &[51_776, 5_405]), Some(vec![9_055, 945]));
    }

    #[test]
    fn more_than_is_left_cannot_be_shared() {
        assert_eq!(share(4, &[1, 2]), None);
        assert_eq!(share(-1, &[5]), None);
        assert_eq!(share(1, &[2, -1]), None);
    }

    #[test]
    fn equal_shares_add_up() {
        assert_eq!(even(1000, 3), [333, 333, 334]);
        assert_eq!(even(1, 4), [0, 0, 0, 1]);
        assert_eq!(along(700, &[2, 5]), [200, 500]);
        assert_eq!(along(3, &[1, 1]), [1, 2]);
        assert_eq!(scaled(10, 1, 3), 3);
        assert_eq!(scaled(10, 1, 0), 0);
    }
}
