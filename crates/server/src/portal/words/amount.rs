//! Reading an amount of money as people type it, exactly: digits in, minor units out.
use resolution::money::{Currency, Minor};

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountProblem {
    /// Nothing was typed.
    Empty,
    /// Something else than a number.
    NotANumber,
    /// More digits after the separator than the currency has.
    TooManyDecimals,
    /// Below zero.
    Negative,
    /// More than this house counts.
    TooLarge,
}

impl AmountProblem {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 5] =
        [Self::Empty, Self::NotANumber, Self::TooManyDecimals, Self::Negative, Self::TooLarge];

    /// The message that says it.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Empty => "amount-empty",
            Self::NotANumber => "amount-not_a_number",
            Self::TooManyDecimals => "amount-too_many_decimals",
            Self::Negative => "amount-negative",
            Self::TooLarge => "amount-too_large",
        }
    }
}

/// The text without blanks, currency symbols and the dash that stands for "no cents"; wide digits made plain.
pub(super) fn bare(text: &str, symbols: &[&str]) -> String {
    let text = tight(text);
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let mut marks: Vec<String> = symbols.iter().map(|symbol| tight(symbol)).collect();
    // A person writes "$" also where the language says "US$".
    let signs = marks.iter().filter_map(|mark| mark.chars().last()).filter(|last| !last.is_alphanumeric());
    let signs: Vec<String> = signs.map(String::from).collect();
    marks.extend(signs);
    marks.retain(|mark| !mark.is_empty());
    marks.sort_by_key(|mark| std::cmp::Reverse(mark.len()));
    let before = marks.iter().find_map(|mark| text.strip_prefix(mark.as_str()));
    // "Rp. 15.000": an abbreviation has a point.
    let text = before.map_or(text, |rest| rest.strip_prefix('.').unwrap_or(rest));
    let text = marks.iter().find_map(|mark| text.strip_suffix(mark.as_str())).unwrap_or(text);
    let text = text.strip_suffix(",-").or_else(|| text.strip_suffix(".-")).unwrap_or(text);
    format!("{sign}{text}")
}

/// Lower case, without blanks and apostrophes, wide letters made plain.
fn tight(text: &str) -> String {
    let plain = |letter: char| match letter {
        '\u{FF0C}'..='\u{FF0E}' | '\u{FF10}'..='\u{FF19}' => {
            char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter)
        }
        '\u{FFE5}' => '¥',
        '\u{FFE6}' => '₩',
        '\u{2212}' => '-',
        other => other,
    };
    let kept = |letter: &char| !letter.is_whitespace() && !matches!(letter, '\'' | '\u{2019}');
    text.chars().map(plain).filter(kept).flat_map(char::to_lowercase).collect()
}

/// Reads digits with `.` and `,`. `group` is the separator that groups digits in the reader's language: it alone decides
/// what `15.000` means; everywhere else both separators are understood.
pub(super) fn parse(text: &str, currency: Currency, group: char) -> Result<i64, AmountProblem> {
    if text.is_empty() {
        return Err(AmountProblem::Empty);
    }
    if text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return Err(AmountProblem::Negative);
    }
    let allowed = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    if !text.chars().all(allowed) || !text.contains(|c: char| c.is_ascii_digit()) {
        return Err(AmountProblem::NotANumber);
    }
    let (whole, fraction) = parted(text, currency, group)?;
    let decimals = usize::try_from(currency.decimals()).unwrap_or_default();
    if fraction.len() > decimals {
        return Err(AmountProblem::TooManyDecimals);
    }
    let digits = format!("{whole}{fraction:0<decimals$}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Ok(0);
    }
    let units = digits.parse::<i64>().map_err(|_| AmountProblem::TooLarge)?;
    Minor::new(units).map(Minor::get).map_err(|_| AmountProblem::TooLarge)
}

/// The digits before and after the decimal separator, groups joined.
fn parted(text: &str, currency: Currency, group: char) -> Result<(String, &str), AmountProblem> {
    let Some(last) = text.rfind(['.', ',']) else {
        return Ok((text.to_owned(), ""));
    };
    let mark = if text[last..].starts_with('.') { '.' } else { ',' };
    let (before, after) = (&text[..last], &text[last + 1..]);
    let once = !before.contains(mark);
    let other = if mark == '.' { ',' } else { '.' };
    if once && before.contains(other) {
        return Ok((joined(before, other)?, after));
    }
    if !once {
        return Ok((joined(text, mark)?, ""));
    }
    let thousands = after.len() == 3 && matches!(before.len(), 1..=3) && !before.starts_with('0');
    let decimals = usize::try_from(currency.decimals()).unwrap_or_default();
    // With no minor units a lone separator before three digits can only group, whatever the language.
    if thousands && (mark == group || decimals == 0) {
        return Ok((joined(text, mark)?, ""));
    }
    Ok((before.to_owned(), after))
}

/// Digits in groups of three, joined.
fn joined(text: &str, mark: char) -> Result<String, AmountProblem> {
    let mut groups = text.split(mark);
    let first = groups.next().unwrap_or_default();
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let fits =
        matches!(first.len(), 1..=3) && digits(first) && groups.all(|part| part.len() == 3 && digits(part));
    if fits { Ok(text.replace(mark, "")) } else { Err(AmountProblem::NotANumber) }
}
