//! A Rust file as a flat list of tokens, each with its line and whether it is test code.
//!
//! Tokens rather than a syntax tree, because the checks must also see inside macros (`proptest!`, `assert!`,
//! `format!`), where a tree has nothing. Comments are no tokens; doc comments are left out.
use std::str::FromStr;

use proc_macro2::{Delimiter, LineColumn, TokenStream, TokenTree};

use crate::Problem;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word: keyword or name.
    Word,
    /// One punctuation character.
    Punct,
    /// A literal, with its quotes.
    Literal,
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
}

/// One token of a file.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its text as written.
    pub text: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Nesting depth; a bracket has the depth of what surrounds it.
    pub depth: usize,
    /// Inside an item under `#[cfg(test)]` or `#[test]`, or in a file of tests.
    pub test: bool,
}

/// A function with a body or a declaration, found anywhere in the file, macros included.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Line of the `fn` word.
    pub line: usize,
    /// Lines from `fn` to the closing brace, both counted.
    pub lines: usize,
    /// Carries `#[test]`, `#[tokio::test]` or the like, and no `#[ignore]`.
    pub runs_as_test: bool,
    /// Lies in test code.
    pub in_test: bool,
}

/// A lexed Rust file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path from the root of the checkout.
    pub path: String,
    /// Number of lines.
    pub lines: usize,
    /// All tokens in order.
    pub tokens: Vec<Token>,
}

impl Source {
    /// Lexes `text`. A file that does not lex is a problem of its own.
    ///
    /// # Errors
    /// When the text is no sequence of Rust tokens (an unclosed bracket or quote).
    pub fn parse(path: &str, text: &str) -> Result<Self, Problem> {
        let stream = TokenStream::from_str(text).map_err(|error| {
            Problem::new(path, error.span().start().line, format!("does not lex as Rust: {error}"))
        })?;
        let mut source = Self { path: path.to_owned(), lines: text.lines().count(), tokens: Vec::new() };
        flatten(stream, 0, &mut source.tokens);
        source.mark_test_items();
        if is_test_folder(path) {
            source.mark_as_test();
        }
        Ok(source)
    }

    /// Marks the whole file as test code.
    pub fn mark_as_test(&mut self) {
        self.tokens.iter_mut().for_each(|token| token.test = true);
    }

    /// Name of the crate's folder, if the file lies in `crates/NAME/`.
    pub fn crate_name(&self) -> Option<&str> {
        crate_of(&self.path)
    }

    /// Whether the file is the module at `module` (a path without `.rs`), or lies below it.
    pub fn is_in_module(&self, module: &str) -> bool {
        self.path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }

    /// Paths (without `.rs`) of the modules that this file declares as `#[cfg(test)] mod name;`.
    pub fn test_modules(&self) -> Vec<String> {
        let (folder, file) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        let base = match file {
            "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
            other => format!("{folder}/{}", other.trim_end_matches(".rs")),
        };
        self.tokens
            .windows(3)
            .filter(|w| w[0].text == "mod" && w[0].test && w[1].kind == Kind::Word && w[2].text == ";")
            .map(|w| format!("{base}/{}", w[1].text))
            .collect()
    }

    /// Whether the words and punctuation from `at` on are exactly `pattern`.
    pub fn matches(&self, at: usize, pattern: &[&str]) -> bool {
        let rest = self.tokens.get(at..at + pattern.len());
        rest.is_some_and(|tokens| tokens.iter().zip(pattern).all(|(token, text)| token.text == *text))
    }

    /// Index of the bracket that closes the one at `open`.
    pub fn closing(&self, open: usize) -> usize {
        let depth = self.tokens[open].depth;
        let rest = &self.tokens[open + 1..];
        let length = rest.iter().position(|token| token.kind == Kind::Close && token.depth == depth);
        open + 1 + length.unwrap_or(rest.len().saturating_sub(1))
    }

    /// Attributes as ranges of tokens, brackets excluded: `(inner?, first, past the last)`.
    pub fn attributes(&self) -> Vec<(bool, usize, usize)> {
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            if self.tokens[at].text != "#" {
                continue;
            }
            let inner = self.matches(at + 1, &["!"]);
            let open = at + 1 + usize::from(inner);
            if self.matches(open, &["["]) {
                found.push((inner, open + 1, self.closing(open)));
            }
        }
        found
    }

    /// All functions, in order.
    pub fn functions(&self) -> Vec<Function> {
        let mut found = Vec::new();
        for at in 0..self.tokens.len() {
            let named = self.tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Word);
            if self.tokens[at].kind != Kind::Word || self.tokens[at].text != "fn" || !named {
                continue;
            }
            let start = &self.tokens[at];
            let attributes = self.attributes_before(at);
            let ignored = attributes.iter().any(|&(first, _)| self.tokens[first].text == "ignore");
            let end = &self.tokens[self.item_end(at)];
            found.push(Function {
                name: self.tokens[at + 1].text.clone(),
                line: start.line,
                lines: end.line + 1 - start.line,
                runs_as_test: !ignored && attributes.iter().any(|&(a, b)| self.is_test_attribute(a, b)),
                in_test: start.test,
            });
        }
        found
    }

    /// Attributes that stand directly before the `fn` at `at`, with only `pub`, `async` and the like between.
    fn attributes_before(&self, at: usize) -> Vec<(usize, usize)> {
        let depth = self.tokens[at].depth;
        let mut found = Vec::new();
        let mut here = at;
        while here > 0 {
            let token = &self.tokens[here - 1];
            let modifier = matches!(token.text.as_str(), "pub" | "async" | "unsafe" | "const" | "extern");
            if modifier || token.kind == Kind::Literal {
                here -= 1;
                continue;
            }
            if token.kind != Kind::Close || token.depth != depth || token.text == "}" {
                break;
            }
            let opens = |t: &Token| t.kind == Kind::Open && t.depth == depth;
            let Some(open) = self.tokens[..here - 1].iter().rposition(opens) else {
                break;
            };
            if open > 0 && self.tokens[open - 1].text == "#" {
                found.push((open + 1, here - 1));
                here = open - 1;
            } else if open > 0 && self.tokens[open - 1].text == "pub" {
                here = open;
            } else {
                break;
            }
        }
        found
    }

    /// Index of the last token of the item that begins at `from`: its `;` or the end of its block.
    fn item_end(&self, from: usize) -> usize {
        let Some(depth) = self.tokens.get(from).map(|token| token.depth) else {
            return from;
        };
        for at in from..self.tokens.len() {
            let token = &self.tokens[at];
            if token.depth < depth {
                return at - 1;
            }
            if token.depth == depth && token.text == ";" {
                return at;
            }
            if token.depth == depth && token.text == "{" && token.kind == Kind::Open {
                return self.closing(at);
            }
        }
        self.tokens.len() - 1
    }

    fn mark_test_items(&mut self) {
        for (inner, first, end) in self.attributes() {
            if !self.is_test_attribute(first, end) && !self.is_cfg_test(first, end) {
                continue;
            }
            if inner {
                self.mark_as_test();
                return;
            }
            let last = self.item_end(end + 1).min(self.tokens.len() - 1);
            self.tokens[first..=last].iter_mut().for_each(|token| token.test = true);
        }
    }

    /// `test`, `tokio::test`, `tokio::test(flavor = "…")`.
    fn is_test_attribute(&self, first: usize, end: usize) -> bool {
        let path = self.tokens[first..end].iter().take_while(|token| token.kind != Kind::Open);
        path.filter(|token| token.kind == Kind::Word).last().is_some_and(|token| token.text == "test")
    }

    /// `cfg(test)`, `cfg(all(test, …))`, but not `cfg(not(test))` nor `cfg(any(test, feature))`, which ships too.
    fn is_cfg_test(&self, first: usize, end: usize) -> bool {
        let has = |word: &str| self.tokens[first..end].iter().any(|token| token.text == word);
        self.tokens[first].text == "cfg" && has("test") && !has("not") && !has("any")
    }
}

/// Name of the crate's folder, if the path lies in `crates/NAME/`.
pub fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split_once('/').map(|(name, _)| name)
}

/// Integration tests, benches and examples are test code by their place.
fn is_test_folder(path: &str) -> bool {
    let inside =
        path.strip_prefix("crates/").and_then(|rest| rest.split_once('/')).map_or(path, |(_, rest)| rest);
    ["tests/", "benches/", "examples/"].iter().any(|folder| inside.starts_with(folder))
}

fn flatten(stream: TokenStream, depth: usize, into: &mut Vec<Token>) {
    for tree in stream {
        let (kind, text) = match &tree {
            TokenTree::Ident(ident) => (Kind::Word, ident.to_string()),
            TokenTree::Literal(literal) => (Kind::Literal, literal.to_string()),
            TokenTree::Punct(punct) => (Kind::Punct, punct.as_char().to_string()),
            TokenTree::Group(group) => {
                if is_doc(group) && drop_hash(into) {
                    continue;
                }
                let (open, close) = brackets(group.delimiter());
                into.push(token(Kind::Open, open, group.span_open().start(), depth));
                flatten(group.stream(), depth + 1, into);
                into.push(token(Kind::Close, close, group.span_close().start(), depth));
                continue;
            }
        };
        into.push(token(kind, &text, tree.span().start(), depth));
    }
}

fn token(kind: Kind, text: &str, at: LineColumn, depth: usize) -> Token {
    Token { kind, text: text.to_owned(), line: at.line, depth, test: false }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// `[doc = "…"]`, which is what a doc comment lexes to.
fn is_doc(group: &proc_macro2::Group) -> bool {
    let mut inside = group.stream().into_iter();
    let is = |tree: Option<TokenTree>, text: &str| tree.is_some_and(|tree| tree.to_string() == text);
    group.delimiter() == Delimiter::Bracket && is(inside.next(), "doc") && is(inside.next(), "=")
}

/// Takes the `#` or `#!` before a doc attribute away again.
fn drop_hash(tokens: &mut Vec<Token>) -> bool {
    let length = tokens.len();
    let kept = match tokens.iter().rev().take(2).map(|token| token.text.as_str()).collect::<Vec<_>>()[..] {
        ["!", "#"] => length - 2,
        ["#", ..] => length - 1,
        _ => return false,
    };
    tokens.truncate(kept);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Source {
        Source::parse("crates/x/src/lib.rs", text).expect("lexes")
    }

    #[test]
    fn functions_are_found_with_lines_and_test_marks() {
        let source = parse(
            "/// Doc with fn words.\npub(crate) async fn a() {\n  let f: fn(u8);\n}\n#[cfg(test)]\nmod t {\n\
             #[test]\n#[should_panic]\npub fn b() {}\n#[tokio::test(flavor = \"x\")]\nasync fn c() {}\n\
             #[test]\n#[ignore]\nfn d() {}\nproptest! {\n#[test]\nfn e(x in 0..1) {}\n}\nfn f() {}\n}\n",
        );
        let found = source.functions();
        let seen: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.in_test, f.runs_as_test)).collect();
        let expected = [
            ("a", false, false),
            ("b", true, true),
            ("c", true, true),
            ("d", true, false),
            ("e", true, true),
            ("f", true, false),
        ];
        assert_eq!(seen, expected);
        assert_eq!((found[0].line, found[0].lines), (2, 3));
    }

    #[test]
    fn an_attribute_of_the_item_before_is_not_taken() {
        let source = parse("#[test]\nfn a() {}\nfn b() {}\nstruct S([u8; 1]);\nfn c() {}\n");
        assert_eq!(source.functions().iter().filter(|f| f.runs_as_test).count(), 1);
    }

    #[test]
    fn code_after_a_test_item_ships_again() {
        let source = parse("#[cfg(test)]\nfn a() { x }\nfn b() { y }\n#[cfg(not(test))]\nfn c() { z }\n");
        let test = |word: &str| source.tokens.iter().find(|t| t.text == word).expect("there").test;
        assert_eq!([test("x"), test("y"), test("z")], [true, false, false]);
    }

    #[test]
    fn a_test_module_in_its_own_file_is_found() {
        let files = [
            ("crates/x/src/a.rs".to_owned(), "//! .\n#[cfg(test)]\nmod t;\nmod u;\n".to_owned()),
            ("crates/x/src/a/t.rs".to_owned(), "//! .\nfn f() {}\n".to_owned()),
            ("crates/x/src/a/u.rs".to_owned(), "//! .\nfn f() {}\n".to_owned()),
            ("crates/x/src/b.rs".to_owned(), "fn f( {}\n".to_owned()),
        ];
        let (sources, problems) = crate::parse_all(&files);
        let tests: Vec<_> = sources.iter().map(|s| s.tokens[s.tokens.len() - 1].test).collect();
        assert_eq!(tests, [false, true, false]);
        assert!(problems[0].message.contains("does not lex"), "{problems:?}");
    }
}
