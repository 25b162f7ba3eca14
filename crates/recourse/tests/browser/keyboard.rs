//! Walking through a page with the keyboard alone.
use crate::browser::Browser;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::Value;

/// More stops than any page has.
const STOPS: usize = 400;

/// Marks every control that a person can reach, one of each group of radio buttons, and gives their number.
const MARK: &str = "
const groups = new Set();
let number = 0;
for (const element of document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex], audio[controls], video[controls]')) {
    if (element.disabled || element.type === 'hidden' || element.tabIndex < 0) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.type === 'radio') {
        const group = (element.form ? [...document.forms].indexOf(element.form) : '') + ' ' + element.name;
        const chosen = document.querySelector(`input[type=radio][name='${CSS.escape(element.name)}']:checked`);
        if (groups.has(group) || (chosen && chosen.form === element.form && chosen !== element)) continue;
        groups.add(group);
    }
    element.setAttribute('data-stop', number++);
}
return number;";

/// Where the focus is: the mark, what it is, and whether a person can see it. The ring may be drawn by the element
/// itself, by what surrounds it, or by the label beside a hidden radio button.
const HERE: &str = "
const element = document.activeElement;
if (!element || element === document.body || element === document.documentElement) return null;
const rings = (style) => style.outlineStyle === 'auto'
    || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5)
    || (style.boxShadow !== 'none' && style.boxShadow !== '');
const label = element.labels && element.labels[0];
const shown = [element, element.nextElementSibling, element.parentElement, label].filter(Boolean)
    .flatMap(each => [null, '::before', '::after'].map(part => getComputedStyle(each, part)))
    .some(rings);
const box = (getComputedStyle(element).opacity === '0' && label ? label : element).getBoundingClientRect();
const within = (value, most) => Math.min(Math.max(value, 1), most - 1);
const found = [0.15, 0.5].map(part => document.elementFromPoint(
    within(box.left + Math.min(box.width, innerWidth) / 2, innerWidth),
    within(box.top + Math.min(box.height, innerHeight) * part, innerHeight)));
const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
const covered = !found.some(there => there && (element.contains(there) || there.contains(element)
    || (label && (label.contains(there) || there.contains(label)))));
const words = element.getAttribute('aria-label') || (label && label.innerText) || element.innerText || element.value || '';
return { stop: element.getAttribute('data-stop'), name: element.name, value: element.value,
    href: element.getAttribute('href'), words: words.trim().replace(/\\s+/g, ' '), shown, inside, covered,
    html: element.outerHTML.slice(0, 160) };";

impl Browser {
    /// Presses a key.
    pub async fn key(&self, key: Key) {
        let value = char::from(key);
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.expect("a key can be pressed");
    }

    /// Tabs on until the control with these words has the focus, which must be visible.
    pub async fn tab_to(&self, words: &str) {
        self.tab_until(&format!("{words:?}"), |here| here["words"] == words).await;
    }

    /// The same for what is known in another way.
    pub async fn tab_until(&self, what: &str, is: impl Fn(&Value) -> bool) {
        let mut passed = Vec::new();
        for _ in 0..STOPS {
            self.key(Key::Tab).await;
            let here = self.here().await;
            if is(&here) {
                for (good, wanted) in [("shown", true), ("inside", true), ("covered", false)] {
                    assert_eq!(here[good], wanted, "nobody sees the focus on {here:#}");
                }
                return;
            }
            passed.push(here["words"].as_str().unwrap_or_default().to_owned());
        }
        panic!("{}: the keyboard does not come to {what}, only to {passed:?}", self.path().await);
    }

    /// What has the focus.
    pub async fn here(&self) -> Value {
        self.script(HERE, vec![]).await
    }

    /// Presses Enter on what has the focus, and waits for what comes.
    pub async fn enter(&self) {
        self.key(Key::Enter).await;
        self.until("the page has come", async || {
            self.client
                .execute("return document.readyState === 'complete'", vec![])
                .await
                .is_ok_and(|done| done == true)
        })
        .await;
        self.sound().await;
    }

    /// What is wrong for a person who only has a keyboard; empty if nothing.
    pub async fn stumbles(&self) -> Vec<String> {
        let all = self.script(MARK, vec![]).await.as_u64().expect("a number");
        let mut wrong = Vec::new();
        let mut met = std::collections::BTreeSet::new();
        let mut left = false;
        let mut last = String::new();
        for _ in 0..STOPS {
            self.key(Key::Tab).await;
            let here = self.here().await;
            // Past the last control the focus leaves the page, and then it begins at the top.
            if here == Value::Null {
                if std::mem::replace(&mut left, true) {
                    break;
                }
                continue;
            }
            let place = here["html"].as_str().unwrap_or_default();
            // A date has a stop for each of its parts; on which of them the focus is, the browser itself shows.
            if place.contains("type=\"date\"") && here["stop"] == *last {
                continue;
            }
            for (fault, is) in [
                ("its focus cannot be seen", here["shown"] == false),
                ("it has the focus out of sight", here["inside"] == false),
                ("something covers it", here["covered"] == true),
            ] {
                if is {
                    wrong.push(format!("{fault}: {place}"));
                }
            }
            let Some(stop) = here["stop"].as_str() else {
                wrong.push(format!("the focus goes to what is no control: {place}"));
                continue;
            };
            stop.clone_into(&mut last);
            if !met.insert(stop.to_owned()) {
                if left {
                    break;
                }
                wrong.push(format!("the focus comes back to {place} before it met every control"));
                break;
            }
        }
        for stop in (0..all).map(|stop| stop.to_string()).filter(|stop| !met.contains(stop)) {
            let script =
                "return document.querySelector(`[data-stop='${arguments[0]}']`).outerHTML.slice(0, 160)";
            let place = self.script(script, vec![stop.into()]).await;
            wrong.push(format!("Tab does not come to {place}"));
        }
        wrong
    }
}
