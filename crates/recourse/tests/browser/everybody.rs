//! Every page is for everybody: axe-core finds nothing, in light and in dark; the keyboard comes everywhere; nothing is
//! wider than the window; no message is missing.
use crate::browser::Browser;
use crate::look::{Look, Scheme};
use crate::places::{self, Place};
use crate::world::World;

/// All faults of a place.
async fn faults(world: &World, browser: &Browser, place: &Place, keyboard: bool) -> Vec<String> {
    browser.prefer(Scheme::Light).await;
    browser.go(world, place).await;
    let mut faults = browser.faults().await;
    let status = browser.status().await;
    if status >= 400 && !place.refused {
        faults.push(format!("it is answered with {status}"));
        return faults;
    }
    // What a colour is does not depend on the width: on a desktop the dark ones are enough.
    let schemes: &[Scheme] = if browser.look.name().starts_with("phone") {
        &[Scheme::Light, Scheme::Dark]
    } else {
        &[Scheme::Dark]
    };
    for scheme in schemes {
        browser.prefer(*scheme).await;
        let found = browser.violations().await;
        if !found.is_empty() {
            faults.push(format!("{scheme:?}: {found}"));
        }
    }
    if keyboard {
        faults.extend(browser.stumbles().await);
    }
    faults
}

async fn every_page(look: Look) {
    let world = World::demo();
    let browser = world.visit(look).await;
    let (mut report, mut wrong) = (String::new(), 0);
    let places = places::all(&world).await;
    // In which order the keyboard comes through a page does not depend on the width: on a desktop every third shows it.
    let phone = look.name().starts_with("phone");
    for (at, place) in places.iter().enumerate() {
        let faults = faults(&world, &browser, place, phone || at % 3 == 0).await;
        if !faults.is_empty() {
            wrong += 1;
            report.push_str(&format!(
                "\n== {} ({} as {})\n{}\n",
                place.name,
                place.path,
                place.who,
                faults.join("\n")
            ));
        }
    }
    assert!(wrong == 0, "{wrong} of {} pages on a {} have faults:\n{report}", places.len(), look.name());
}

#[tokio::test]
async fn every_page_is_for_everybody_on_a_phone() {
    every_page(Look::PHONE).await;
}

#[tokio::test]
async fn every_page_is_for_everybody_on_a_desktop() {
    every_page(Look::DESKTOP.speaking("id")).await;
}
