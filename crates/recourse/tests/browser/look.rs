//! How a person looks at a page: width, colours, language, with or without scripts.
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};
use std::path::Path;

/// The width of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 390 x 844, with touch.
    Phone,
    /// 1280 x 900.
    Desktop,
}

/// What the person prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

/// One way of looking.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub width: Width,
    pub scheme: Scheme,
    /// The language that the browser asks for first.
    pub language: &'static str,
    /// Whether pages may run scripts.
    pub scripts: bool,
}

impl Look {
    /// A phone, light, in English.
    pub const PHONE: Self =
        Self { width: Width::Phone, scheme: Scheme::Light, language: "en", scripts: true };
    /// A desktop, light, in English.
    pub const DESKTOP: Self = Self { width: Width::Desktop, ..Self::PHONE };

    /// The same in the dark.
    pub const fn dark(self) -> Self {
        Self { scheme: Scheme::Dark, ..self }
    }

    /// The same in another language.
    pub const fn speaking(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// The same where scripts are forbidden.
    pub const fn without_scripts(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// A name for files and failures: `phone-dark-id`.
    pub fn name(&self) -> String {
        let width = if self.width == Width::Phone { "phone" } else { "desktop" };
        let scheme = if self.scheme == Scheme::Light { "light" } else { "dark" };
        let scripts = if self.scripts { "" } else { "-plain" };
        format!("{width}-{scheme}-{}{scripts}", self.language)
    }

    /// Width, height and pixels for each of the page's.
    pub const fn size(&self) -> (u32, u32, u32) {
        match self.width {
            Width::Phone => (390, 844, 2),
            Width::Desktop => (1280, 900, 1),
        }
    }

    /// What the driver is asked to start.
    pub fn capabilities(&self, profile: &Path) -> Capabilities {
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--disable-crash-reporter".to_owned(),
            "--no-first-run".to_owned(),
            "--hide-scrollbars".to_owned(),
            "--window-size=1280,1000".to_owned(),
            format!("--lang={}", self.language),
            format!("--user-data-dir={}", profile.display()),
        ];
        let preferences = json!({
            "intl.accept_languages": format!("{},en;q=0.5", self.language),
            "intl.selected_languages": self.language,
        });
        let mut options = json!({"args": arguments, "prefs": preferences});
        if self.width == Width::Phone {
            let (width, height, ratio) = self.size();
            options["mobileEmulation"] = json!({"deviceMetrics":
                {"width": width, "height": height, "pixelRatio": ratio, "touch": true, "mobile": true}});
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": 60_000, "pageLoad": 60_000},
        });
        let Value::Object(capabilities) = capabilities else { unreachable!("it is written above") };
        capabilities
    }
}
