//! How results reach the terminal: words for people, or one JSON document for programs.
use anyhow::Result;
use serde::Serialize;
use std::io::Write;

/// Prints a value as one JSON document, or its words.
///
/// # Errors
/// Where standard output cannot be written; a closed pipe is no error.
pub fn print<T: Serialize>(json: bool, value: &T, words: impl FnOnce(&T) -> String) -> Result<()> {
    let text = if json { format!("{}\n", serde_json::to_string_pretty(value)?) } else { words(value) };
    write(&text)
}

/// Prints a text.
///
/// # Errors
/// Where standard output cannot be written; a closed pipe is no error.
pub fn write(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    done(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Takes the reader's leave as the end and not as a failure.
///
/// # Errors
/// Any other failure.
pub fn done(result: std::io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Rows as text: columns two spaces apart, the last not padded.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let rows = vec![vec!["a".to_owned(), "long".to_owned()], vec!["bbb".to_owned(), "c".to_owned()]];
        assert_eq!(table(&rows), "a    long\nbbb  c\n");
    }
}
