//! One visitor's browser: opening pages, reading them, and using what is on them by its visible name.
use crate::driver::Driver;
use crate::look::{Look, Scheme, Width};
use crate::words::Words;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// How often something awaited is looked for, and how many times.
const PAUSE: Duration = Duration::from_millis(50);
const TRIES: u32 = 300;

/// Takes a style sheet of the test's own in, or out.
const FLAT: &str = "
const flat = new CSSStyleSheet();
flat.replaceSync('.demo { position: static !important } a.whole::after { content: none !important }');
document.adoptedStyleSheets = arguments[0] ? [flat] : [];";

/// Where every visitor is: not where the demo's marketplace is.
const ZONE: &str = "Europe/Paris";

/// What is wider than the window, where the page can be moved sideways.
const WIDE: &str = "
const root = document.documentElement;
if (root.scrollWidth <= root.clientWidth) return [];
const wide = [...document.body.querySelectorAll('*')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width > 0 && box.right + scrollX > root.clientWidth + 1;
});
return [root.scrollWidth, ...wide.slice(-4).map(each => each.outerHTML.slice(0, 160))];";

/// A browser with its own profile.
pub struct Browser {
    pub client: Client,
    pub look: Look,
    /// What the pages say in this visitor's language.
    pub words: Words,
    address: String,
    _profile: TempDir,
}

/// A command of `chromedriver` that the standard does not know.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as std::str::FromStr>::Err> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

impl Browser {
    /// Starts one that looks as asked.
    pub async fn start(driver: &Driver, address: &str, look: Look) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(look.capabilities(profile.path()))
            .connect(&driver.address)
            .await
            .expect("Chromium starts: `./dev setup` installs it");
        let words = Words::of(look.language);
        let browser = Self { client, look, words, address: address.to_owned(), _profile: profile };
        browser.prefer(look.scheme).await;
        let zone = json!({"timezoneId": ZONE});
        browser.devtools("Emulation.setTimezoneOverride", zone).await;
        if !look.scripts {
            // Of the page's own; ours run. The browser's own setting would stop the driver, too.
            browser.devtools("Emulation.setScriptExecutionDisabled", json!({"value": true})).await;
        }
        if look.width == Width::Desktop {
            let (width, height, ratio) = look.size();
            let metrics =
                json!({"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": false});
            browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        }
        browser
    }

    /// The person prefers another scheme from now on.
    pub async fn prefer(&self, scheme: Scheme) {
        let scheme = if scheme == Scheme::Light { "light" } else { "dark" };
        let features = json!([{"name": "prefers-color-scheme", "value": scheme},
            // Nothing moves while it is looked at.
            {"name": "prefers-reduced-motion", "value": "reduce"}]);
        self.devtools("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    /// A command of the browser's own protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({"cmd": command, "params": parameters});
        self.own("goog/cdp/execute", body).await
    }

    async fn own(&self, path: &'static str, body: Value) -> Value {
        let answer = self.client.issue_cmd(Own { path, body }).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs a script in the page, also where pages may not run any.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        let done = self.client.execute(script, arguments).await;
        done.unwrap_or_else(|error| panic!("{error}\n{script:.200}"))
    }

    /// Opens a path of the world, and holds that the page is sound.
    pub async fn open(&self, path: &str) {
        self.load(path).await;
        self.sound().await;
    }

    /// Opens a path of the world, whatever it is like.
    pub async fn load(&self, path: &str) {
        let url = if path.starts_with("http") || path.starts_with("data:") {
            path.to_owned()
        } else {
            format!("{}{path}", self.address)
        };
        self.client.goto(&url).await.unwrap_or_else(|error| panic!("{path}: {error}"));
        self.settled().await;
    }

    /// Waits until the page has come.
    async fn settled(&self) {
        let script = "return document.readyState === 'complete'";
        self.until("the page has come", async || self.script(script, vec![]).await == true).await;
    }

    /// Holds that nothing is wrong with the page that can be seen at once.
    pub async fn sound(&self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "{} ({}): {faults:#?}", self.path().await, self.look.name());
    }

    /// What is wrong with the page: missing messages, what the browser complains of, what is wider than the window, an
    /// error of the server.
    pub async fn faults(&self) -> Vec<String> {
        let mut faults = self.complaints().await;
        let text = self.text().await;
        faults.extend(
            text.lines().filter(|line| line.contains("[[")).map(|line| format!("no message: {line}")),
        );
        let wide = self.script(WIDE, vec![]).await;
        faults.extend(
            wide.as_array().into_iter().flatten().map(|each| format!("wider than the window: {each}")),
        );
        if self.status().await >= 500 {
            faults.push(format!("the server failed: {text}"));
        }
        faults
    }

    /// With which status the page was answered.
    pub async fn status(&self) -> u64 {
        let script = "const [page] = performance.getEntriesByType('navigation'); return page ? page.responseStatus : 0";
        self.script(script, vec![]).await.as_u64().unwrap_or_default()
    }

    /// What the browser found wrong since it was last asked: errors, and what the page's policy forbade.
    pub async fn complaints(&self) -> Vec<String> {
        let url = self.client.current_url().await.expect("a page").to_string();
        let log = self.own("se/log", json!({"type": "browser"})).await;
        let entries = log.as_array().cloned().unwrap_or_default();
        let complaint = |entry: &Value| {
            let said = entry["message"].as_str().unwrap_or_default().to_owned();
            let serious = entry["level"] == "SEVERE" || said.contains("Content Security Policy");
            // That the page itself answers "not found" or "refused" is for the tests to judge.
            let own_status = said.starts_with(&url) && said.contains("responded with a status of 4");
            (serious && !own_status).then_some(said)
        };
        entries.iter().filter_map(complaint).collect()
    }

    /// Path and query of the page.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("a page");
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", url.path())
    }

    /// The page's words as they are seen.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body.innerText", vec![]).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until something holds; fails after fifteen seconds with the page's words.
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        for _ in 0..TRIES {
            if holds().await {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!(
            "{what}: waited in vain at {} ({}):\n{}",
            self.path().await,
            self.look.name(),
            self.text().await
        );
    }

    /// Waits until the page shows a text.
    pub async fn sees(&self, text: &str) {
        self.until(&format!("to see {text:?}"), async || self.shows(text).await).await;
    }

    /// Whether the page shows a text now; how its spaces are broken does not matter.
    pub async fn shows(&self, text: &str) -> bool {
        spaced(&self.text().await).contains(&spaced(text))
    }

    /// The only visible thing that an XPath finds.
    pub async fn the(&self, what: &str, path: &str) -> Element {
        let mut found = self.visible(path).await;
        // A page that has just been left may still be the one that is asked.
        for _ in 0..TRIES {
            if found.len() == 1 {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            found = self.visible(path).await;
        }
        assert!(found.len() == 1, "{}", self.not_one(what, found.len()).await);
        let (at, element) = found.remove(0);
        self.reach(path, at).await;
        element
    }

    /// The first visible thing that an XPath finds.
    pub async fn first(&self, what: &str, path: &str) -> Element {
        let mut found = self.visible(path).await;
        assert!(!found.is_empty(), "{}", self.not_one(what, 0).await);
        let (at, element) = found.remove(0);
        self.reach(path, at).await;
        element
    }

    async fn not_one(&self, what: &str, found: usize) -> String {
        format!("{}: {found} visible {what}, not one:\n{}", self.path().await, self.text().await)
    }

    /// What is visible of what an XPath finds, with its place among all that it finds.
    async fn visible(&self, path: &str) -> Vec<(usize, Element)> {
        let mut found = Vec::new();
        let all = self.client.find_all(Locator::XPath(path)).await.expect("a valid path");
        for (at, element) in all.into_iter().enumerate() {
            if element.is_displayed().await.unwrap_or(false) {
                found.push((at, element));
            }
        }
        found
    }

    /// Scrolls to it, as a person does, who does not press what lies half under something. By its path: where scripts are
    /// forbidden, the driver waits for ever when it is to give an element to one.
    async fn reach(&self, path: &str, at: usize) {
        let script =
            "document.evaluate(arguments[0], document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null)
            .snapshotItem(arguments[1]).scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.script(script, vec![path.into(), at.into()]).await;
    }

    /// Presses the button (or what acts as one) with this name, and waits for what comes.
    pub async fn press(&self, name: &str) {
        self.click(&format!("button {name:?}"), &button(name)).await;
    }

    /// Follows the link with these words.
    pub async fn follow(&self, words: &str) {
        self.click(&format!("link {words:?}"), &named("a[@href]", words)).await;
    }

    /// Clicks what an XPath finds, and waits for what comes.
    pub async fn click(&self, what: &str, path: &str) {
        if !self.look.scripts {
            return self.click_plainly(path).await;
        }
        let element = self.the(what, path).await;
        self.click_on(what, element).await;
    }

    /// Clicks an element, and waits for what comes.
    pub async fn click_on(&self, what: &str, element: Element) {
        element.click().await.unwrap_or_else(|error| panic!("{what}: {error}"));
        self.settled().await;
        self.sound().await;
    }

    /// Writes into the field with this label, in place of what stands there.
    pub async fn fill(&self, label: &str, value: &str) {
        let field = self.the(&format!("field {label:?}"), &labelled(label)).await;
        field.clear().await.unwrap_or_else(|error| panic!("{label:?}: {error}"));
        field.send_keys(value).await.unwrap_or_else(|error| panic!("{label:?}: {error}"));
    }

    /// The same for a field that is known by what it sends.
    pub async fn put(&self, name: &str, value: &str) {
        let path = format!(
            "//*[self::input or self::textarea or self::select][@name='{name}'][not(@type='hidden')]"
        );
        if !self.look.scripts {
            return self.put_plainly(&path, value).await;
        }
        let field = self.the(&format!("field {name}"), &path).await;
        field.clear().await.unwrap_or_else(|error| panic!("{name}: {error}"));
        field.send_keys(value).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Gives a file to the field with this label.
    pub async fn attach(&self, label: &str, file: &Path) {
        let field = self.the(&format!("field {label:?}"), &labelled(label)).await;
        field.send_keys(&file.to_string_lossy()).await.unwrap_or_else(|error| panic!("{label:?}: {error}"));
    }

    /// Chooses the radio button or ticks the box with this label, as a person does: by its label.
    pub async fn choose(&self, label: &str) {
        let element = self.the(&format!("choice {label:?}"), &choice(label)).await;
        element.click().await.unwrap_or_else(|error| panic!("{label:?}: {error}"));
    }

    /// The same for an answer that is known by what it sends, in whatever language it is shown.
    pub async fn answer(&self, name: &str, value: &str) {
        let path = format!("//label[.//input[@name='{name}'][@value='{value}']]");
        if !self.look.scripts {
            return self.point(&path).await;
        }
        let element = self.the(&format!("answer {name}={value}"), &path).await;
        element.click().await.unwrap_or_else(|error| panic!("{name}={value}: {error}"));
    }

    /// Chooses an entry of the list with this label.
    pub async fn select(&self, label: &str, entry: &str) {
        let list = self.the(&format!("list {label:?}"), &labelled(label)).await;
        list.select_by_label(entry).await.unwrap_or_else(|error| panic!("{label:?}, {entry:?}: {error}"));
    }

    /// What stands in the field with this label.
    pub async fn value(&self, label: &str) -> String {
        let field = self.the(&format!("field {label:?}"), &labelled(label)).await;
        field.prop("value").await.expect("a field").unwrap_or_default()
    }

    /// Lays the page flat, or as it was: what sticks to the window's foot lies over other things, and what makes a whole
    /// row a link lies over the row, so that no picture shows and no tool measures what is below.
    pub async fn lie_flat(&self, flat: bool) {
        self.script(FLAT, vec![flat.into()]).await;
    }

    /// Writes a picture of the whole page into a file.
    pub async fn picture(&self, file: &Path) {
        self.lie_flat(true).await;
        let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let (width, height) = (&metrics["cssContentSize"]["width"], &metrics["cssContentSize"]["height"]);
        let clip = json!({"x": 0, "y": 0, "width": width, "height": height, "scale": 1});
        let asked = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let shot = self.devtools("Page.captureScreenshot", asked).await;
        let bytes = base64::Engine::decode(
            &base64::engine::general_purpose::STANDARD,
            shot["data"].as_str().expect("a picture"),
        );
        self.lie_flat(false).await;
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("writable");
        std::fs::write(file, bytes.expect("base64")).expect("writable");
    }
}

/// A text with each run of white space as one space.
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A button, or a link or summary that acts as one, by its name.
fn button(name: &str) -> String {
    let (name, own) = (quoted(name), named("button", name));
    format!(
        "{own} | //input[@type='submit'][@value={name}] | //a[@role='button'][normalize-space()={name}] \
        | //summary[normalize-space()={name}]"
    )
}

/// An element by its words, or by its label for those who do not see.
fn named(element: &str, words: &str) -> String {
    let words = quoted(words);
    format!("//{element}[normalize-space()={words} or @aria-label={words}]")
}

/// The label of a choice, by its first words: a hint may follow them.
fn choice(words: &str) -> String {
    let (own, words) = (named("label", words), quoted(words));
    format!("{own} | //label[*[text()[normalize-space()][1][normalize-space()={words}]]]")
}

/// The control of a label, which surrounds it or names it.
fn labelled(label: &str) -> String {
    let label = quoted(label);
    format!(
        "//*[@id=//label[normalize-space()={label}]/@for] | //*[@aria-label={label}] \
        | //label[normalize-space()={label}]//*[self::input or self::textarea or self::select]"
    )
}

/// A text in an XPath, which knows no escapes.
fn quoted(text: &str) -> String {
    let text = spaced(text);
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    format!("concat('{}')", text.replace('\'', "', \"'\", '"))
}
