//! Pictures of every page, in both widths, both schemes and both languages (`./dev pictures`), to be looked at by people.
use crate::look::{Look, Scheme, Width};
use crate::world::World;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Every way of looking that a page is shown in.
fn looks() -> Vec<Look> {
    let mut looks = Vec::new();
    for width in [Width::Phone, Width::Desktop] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            for language in ["en", "id"] {
                looks.push(Look { width, scheme, language, scripts: true });
            }
        }
    }
    looks
}

#[tokio::test]
#[ignore = "it shows and judges nothing: `./dev pictures` runs it"]
async fn pictures_of_every_page() {
    let folder = folder();
    // What an earlier run left could be of a page that is no more.
    let _none = std::fs::remove_dir_all(&folder);
    let world = World::empty();
    let mut names = Vec::new();
    for look in looks() {
        let browser = world.visit(look).await;
        browser.open("/docs").await;
        browser.picture(&folder.join(format!("docs-{}.png", look.name()))).await;
        names = vec!["docs".to_owned()];
    }
    sheet(&folder, &names);
    println!("{}", folder.join("index.html").display());
}

/// In the target folder, beside what is built.
fn folder() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_recourse"));
    binary.ancestors().nth(2).expect("it lies in target/PROFILE").join("pictures")
}

/// One page with all of them: a row for each page, a column for each look.
fn sheet(folder: &Path, names: &[String]) {
    let mut page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Pictures</title><style>\
        body { font: 14px sans-serif; background: #777; } td { vertical-align: top; padding: 4px; }\
        .phone { width: 195px; } .desktop { width: 480px; }</style><table>"
        .to_owned();
    for name in names {
        let _ = write!(page, "<tr><th colspan=\"8\">{name}<tr>");
        for look in looks() {
            let class = if look.width == Width::Phone { "phone" } else { "desktop" };
            let file = format!("{name}-{}.png", look.name());
            let _ = write!(
                page,
                "<td><a href=\"{file}\"><img class=\"{class}\" src=\"{file}\" alt=\"{file}\"></a>"
            );
        }
    }
    std::fs::write(folder.join("index.html"), page).expect("writable");
}
