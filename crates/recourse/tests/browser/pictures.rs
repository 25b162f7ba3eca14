//! Pictures of every page, in both widths, both schemes and both languages (`./dev pictures`), to be looked at by people.
//! `RECOURSE_PICTURES=return,cancel_sale` takes only pages whose names have one of these words in them.
use crate::look::{Look, Scheme};
use crate::places::{self, Place};
use crate::world::World;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Every way of looking that a page is shown in.
const SCHEMES: [Scheme; 2] = [Scheme::Light, Scheme::Dark];
const LANGUAGES: [&str; 2] = ["en", "id"];

/// Of which pages: parts of their names, with commas between them; of all, if nothing is said.
#[expect(
    clippy::disallowed_methods,
    reason = "which pictures are wanted is for the person at the terminal to say"
)]
fn wanted() -> String {
    std::env::var("RECOURSE_PICTURES").unwrap_or_default()
}

#[tokio::test]
#[ignore = "it shows and judges nothing: `./dev pictures` runs it"]
async fn pictures_of_every_page() {
    let folder = folder();
    // What an earlier run left could be of a page that is no more.
    let _none = std::fs::remove_dir_all(&folder);
    let world = World::demo();
    let wanted = wanted();
    let wanted: Vec<&str> = wanted.split(',').collect();
    let mut places = places::all(&world).await;
    places.retain(|place| wanted.iter().any(|word| place.name.contains(word)));
    for look in [Look::PHONE, Look::DESKTOP] {
        let mut browser = world.visit(look).await;
        for language in LANGUAGES {
            browser.look = browser.look.speaking(language);
            for place in &places {
                browser.go(&world, place).await;
                for scheme in SCHEMES {
                    browser.prefer(scheme).await;
                    let look = Look { scheme, ..browser.look };
                    browser.picture(&folder.join(file(place, look))).await;
                }
            }
        }
    }
    sheet(&folder, &places);
    println!("{}", folder.join("index.html").display());
}

fn file(place: &Place, look: Look) -> String {
    format!("{}-{}.png", place.name, look.name())
}

/// In the target folder, beside what is built.
fn folder() -> PathBuf {
    let binary = Path::new(env!("CARGO_BIN_EXE_recourse"));
    binary.ancestors().nth(2).expect("it lies in target/PROFILE").join("pictures")
}

/// One page with all of them: a row for each page.
fn sheet(folder: &Path, places: &[Place]) {
    let mut page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Pictures</title><style>\
        body { font: 14px sans-serif; background: #777; } td { vertical-align: top; padding: 4px; }\
        .phone { width: 195px; } .desktop { width: 480px; }</style><table>"
        .to_owned();
    for place in places {
        let _ = write!(page, "<tr><th colspan=\"8\">{}<tr>", place.name);
        for (look, class) in [(Look::PHONE, "phone"), (Look::DESKTOP, "desktop")] {
            for (scheme, language) in
                SCHEMES.iter().flat_map(|scheme| LANGUAGES.map(|language| (*scheme, language)))
            {
                let file = file(place, Look { scheme, language, ..look });
                let _ = write!(
                    page,
                    "<td><a href=\"{file}\"><img class=\"{class}\" src=\"{file}\" alt=\"{file}\"></a>"
                );
            }
        }
    }
    std::fs::write(folder.join("index.html"), page).expect("writable");
}
