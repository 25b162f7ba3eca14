//! The one function by which money is shared out. Nothing is lost and nothing is rounded twice.

use std::cmp::Reverse;

use super::Minor;

/// Why an amount cannot be shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SplitError {
    /// The amount to share out is below zero.
    #[error("{amount} minor units cannot be shared out: the amount must not be negative")]
    NegativeAmount {
        /// The amount as given.
        amount: Minor,
    },
    /// One of those who bear it has less than nothing left.
    #[error("number {position} has {remaining} minor units left: what remains must not be negative")]
    NegativeRemaining {
        /// Which one, counted from 0.
        position: usize,
        /// What remains of it, as given.
        remaining: Minor,
    },
    /// More is to be shared out than remains.
    #[error("{amount} minor units are to be shared out, but only {remaining} remain")]
    MoreThanRemains {
        /// The amount as given.
        amount: Minor,
        /// What remains of all together.
        remaining: i128,
    },
    /// The rows of a table do not add up to its columns.
    #[error("the rows add up to {rows} minor units and the columns to {columns}: both must agree")]
    RowsAndColumnsDiffer {
        /// Sum of the rows.
        rows: i128,
        /// Sum of the columns.
        columns: i128,
    },
}

/// Shares `amount` out over payers, in proportion to what `remaining` each of them has.
///
/// Each gets the whole part of its share; the minor units left over go one each to the largest
/// remainders, ties to the earlier. The parts add up to `amount` exactly and none exceeds what
/// remains of its payer; sharing out all that remains gives each exactly that. All numbers are
/// minor units of one currency. A pure function of its arguments.
///
/// # Errors
/// Checked in this order: [`SplitError::NegativeAmount`], [`SplitError::NegativeRemaining`] (the
/// first), [`SplitError::MoreThanRemains`].
pub fn split(amount: Minor, remaining: &[Minor]) -> Result<Vec<Minor>, SplitError> {
    if amount.is_negative() {
        return Err(SplitError::NegativeAmount { amount });
    }
    let total = sum_of_non_negative(remaining)?;
    if amount.wide() > total {
        return Err(SplitError::MoreThanRemains { amount, remaining: total });
    }
    if total == 0 {
        return Ok(vec![Minor::ZERO; remaining.len()]);
    }
    // A product of two totals is at most 10^36; i128 holds 10^38.
    let exact = |left: &Minor| amount.wide() * left.wide();
    let mut parts: Vec<i128> = remaining.iter().map(|left| exact(left) / total).collect();
    let leftover = amount.wide() - parts.iter().sum::<i128>();

    // The leftover is the sum of the fractions, so fewer than there are payers with a fraction:
    // each of these gets at most one unit more, which keeps it within what remains of it.
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|&i| Reverse(exact(&remaining[i]) % total)); // stable: ties to the earlier
    let mut still_left = leftover;
    for i in by_remainder {
        if still_left == 0 {
            break;
        }
        parts[i] += 1;
        still_left -= 1;
    }
    Ok(parts.into_iter().map(part).collect())
}

/// Shares each of `rows` out over what is left of each of `columns`, row by row, so that both add
/// up: the parts of a row to the row, those of a column to the column.
///
/// Used with components as rows and payments as columns. All numbers are minor units of one
/// currency. A pure function of its arguments; one `Vec` a row, one part a column.
///
/// # Errors
/// Checked in this order: [`SplitError::NegativeAmount`] for the first negative row,
/// [`SplitError::NegativeRemaining`] for the first negative column,
/// [`SplitError::RowsAndColumnsDiffer`].
pub fn table(rows: &[Minor], columns: &[Minor]) -> Result<Vec<Vec<Minor>>, SplitError> {
    if let Some(&amount) = rows.iter().find(|row| row.is_negative()) {
        return Err(SplitError::NegativeAmount { amount });
    }
    let rows_sum = rows.iter().map(|row| row.wide()).sum();
    let columns_sum = sum_of_non_negative(columns)?;
    if rows_sum != columns_sum {
        return Err(SplitError::RowsAndColumnsDiffer { rows: rows_sum, columns: columns_sum });
    }
    let mut left = columns.to_vec();
    let mut shares = Vec::with_capacity(rows.len());
    for &row in rows {
        let parts = split(row, &left)?;
        for (left, part) in left.iter_mut().zip(&parts) {
            *left = Minor(left.0 - part.0); // 0 <= part <= left, by `split`
        }
        shares.push(parts);
    }
    Ok(shares)
}

fn sum_of_non_negative(amounts: &[Minor]) -> Result<i128, SplitError> {
    match amounts.iter().position(|amount| amount.is_negative()) {
        Some(position) => Err(SplitError::NegativeRemaining { position, remaining: amounts[position] }),
        None => Ok(amounts.iter().map(|amount| amount.wide()).sum()),
    }
}

fn part(units: i128) -> Minor {
    Minor::ranged(units).expect("a part never exceeds what remains, which is in range")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minors(units: &[i64]) -> Vec<Minor> {
        units.iter().map(|&u| Minor::new(u).unwrap()).collect()
    }

    fn shares(amount: i64, remaining: &[i64]) -> Result<Vec<i64>, SplitError> {
        let parts = split(Minor::new(amount).unwrap(), &minors(remaining))?;
        Ok(parts.into_iter().map(Minor::get).collect())
    }

    #[test]
    fn mon_06_leftover_goes_to_the_largest_remainder_and_ties_to_the_earlier() {
        assert_eq!(shares(10, &[1, 1, 1, 97]), Ok(vec![0, 0, 0, 10]));
        assert_eq!(shares(100, &[50, 50, 50]), Ok(vec![34, 33, 33]));
        assert_eq!(shares(2, &[1, 1, 1]), Ok(vec![1, 1, 0]));
        assert_eq!(shares(5, &[3, 7]), Ok(vec![2, 3])); // 1.5 and 3.5
        assert_eq!(shares(7, &[10, 20]), Ok(vec![2, 5])); // 2.33 and 4.67
        assert_eq!(shares(1, &[0, 0, 9]), Ok(vec![0, 0, 1]));
        assert_eq!(shares(57_181, &[51_776, 5_405]), Ok(vec![51_776, 5_405]));
        assert_eq!(shares(10_000, &[51_776, 5_405]), Ok(vec![9_055, 945])); // 9054.76, 945.24
    }

    #[test]
    fn nothing_over_nobody_is_nothing() {
        assert_eq!(shares(0, &[]), Ok(vec![]));
        assert_eq!(shares(0, &[0, 0]), Ok(vec![0, 0]));
        assert_eq!(table(&[], &[]), Ok(vec![]));
        assert_eq!(table(&minors(&[0]), &[]), Ok(vec![vec![]]));
    }

    #[test]
    fn each_refusal_names_what_is_wrong() {
        let minor = |units| Minor::new(units).unwrap();
        assert_eq!(shares(-1, &[-1]), Err(SplitError::NegativeAmount { amount: minor(-1) }));
        assert_eq!(
            shares(9, &[1, -2, -3]),
            Err(SplitError::NegativeRemaining { position: 1, remaining: minor(-2) })
        );
        assert_eq!(shares(4, &[1, 2]), Err(SplitError::MoreThanRemains { amount: minor(4), remaining: 3 }));
        assert_eq!(
            table(&minors(&[1, 2]), &minors(&[2])),
            Err(SplitError::RowsAndColumnsDiffer { rows: 3, columns: 2 })
        );
        assert_eq!(
            table(&minors(&[3, -1]), &minors(&[2])),
            Err(SplitError::NegativeAmount { amount: minor(-1) })
        );
    }

    #[test]
    fn mon_06_rows_and_columns_of_a_table_add_up() {
        let shares = table(&minors(&[333, 333, 334]), &minors(&[500, 499, 1])).unwrap();
        // The second row finds 333, 333 and 1 left: 166.25, 166.25 and 0.499.
        let expected = [[167, 166, 0], [166, 166, 1], [167, 167, 0]];
        assert_eq!(shares, expected.map(|row| minors(&row)));
    }

    #[test]
    fn the_largest_totals_do_not_overflow() {
        let everyone = [Minor::MAX_TOTAL; 3];
        assert_eq!(
            split(Minor::MAX_TOTAL, &everyone).unwrap().into_iter().map(Minor::get).max(),
            Some(333_333_333_333_333_334)
        );
    }

    /// What remains of up to twelve payers, and an amount within it.
    fn case() -> impl Strategy<Value = (Minor, Vec<Minor>)> {
        let payer = prop_oneof![Just(0), 1_i64..10, 0_i64..=1_000_000_000_000_000];
        prop::collection::vec(payer, 1..12).prop_flat_map(|payers| {
            let total = payers.iter().sum::<i64>();
            (0..=total).prop_map(move |amount| (Minor(amount), minors(&payers)))
        })
    }

    /// A row of amounts, and the same sum cut in columns.
    fn rows_and_columns() -> impl Strategy<Value = (Vec<Minor>, Vec<Minor>)> {
        let rows = prop::collection::vec(0_i64..100_000, 1..30);
        (rows, prop::collection::vec(1_i64..1000, 1..6)).prop_map(|(rows, weights)| {
            let total = Minor(rows.iter().sum());
            let cut: Vec<Minor> = weights.iter().map(|w| Minor(w * 10_000_000)).collect();
            let columns = split(total, &cut).expect("the weights are larger than any total here");
            (minors(&rows), columns)
        })
    }

    proptest! {
        #[test]
        fn mon_05_splitting_conserves_and_respects_every_cap((amount, remaining) in case()) {
            let parts = split(amount, &remaining).unwrap();
            prop_assert_eq!(Minor::sum(parts.clone()), Ok(amount));
            prop_assert_eq!(parts.len(), remaining.len());
            let total: i128 = remaining.iter().map(|left| left.wide()).sum();
            for (part, left) in parts.iter().zip(&remaining) {
                prop_assert!(!part.is_negative() && part <= left);
                // Never a whole unit away from the exact share.
                let off = part.wide() * total - amount.wide() * left.wide();
                prop_assert!(off.abs() < total.max(1));
            }
            prop_assert_eq!(split(amount, &remaining).unwrap(), parts);
        }

        #[test]
        fn splitting_all_that_remains_gives_each_exactly_that((_, remaining) in case()) {
            let total = Minor::sum(remaining.clone()).unwrap();
            prop_assert_eq!(split(total, &remaining).unwrap(), remaining);
        }

        #[test]
        fn mon_05_taking_in_two_steps_drains_everyone((amount, remaining) in case()) {
            let first = split(amount, &remaining).unwrap();
            let left: Vec<Minor> =
                remaining.iter().zip(&first).map(|(l, f)| l.minus(*f).unwrap()).collect();
            let rest = Minor::sum(left.clone()).unwrap();
            prop_assert_eq!(split(rest, &left).unwrap(), left);
        }

        #[test]
        fn mon_06_a_table_adds_up_both_ways((rows, columns) in rows_and_columns()) {
            let shares = table(&rows, &columns).unwrap();
            for (row, parts) in rows.iter().zip(&shares) {
                prop_assert!(parts.iter().all(|part| !part.is_negative()));
                prop_assert_eq!(Minor::sum(parts.iter().copied()), Ok(*row));
            }
            for (j, column) in columns.iter().enumerate() {
                prop_assert_eq!(Minor::sum(shares.iter().map(|parts| parts[j])), Ok(*column));
            }
            prop_assert_eq!(table(&rows, &columns).unwrap(), shares);
        }
    }
}
