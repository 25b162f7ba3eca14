//! The cookies: a buyer's under `/buyer`, a seller's under `/seller`, staff's under `/staff`. None is ever sent to another's
//! pages, so that one browser can hold all three: who buys here may sell here, too.
use super::token::Role;
use crate::state::App;
use axum::http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;

/// Bytes of a path that a link or form leads back to, at most: the guided form carries all its answers there.
const PATH_MAX: usize = 4_000;

/// Whose pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Area {
    /// Buyers'.
    Buyer,
    /// Sellers'.
    Seller,
    /// The marketplace's own people's.
    Staff,
}

impl Area {
    const ALL: [Self; 3] = [Self::Buyer, Self::Seller, Self::Staff];

    /// The area of a path; what is nobody's own is read as the buyers'.
    pub(crate) fn of_path(path: &str) -> Self {
        let own = |area: &Self| path == area.path() || path.starts_with(area.home());
        Self::ALL.into_iter().find(own).unwrap_or(Self::Buyer)
    }

    pub(crate) const fn of_role(role: Role) -> Self {
        match role {
            Role::Buyer => Self::Buyer,
            Role::Seller => Self::Seller,
            Role::Mediator | Role::Finance => Self::Staff,
        }
    }

    /// The cookie's name.
    pub(crate) const fn cookie(self) -> &'static str {
        match self {
            Self::Buyer => "recourse_buyer",
            Self::Seller => "recourse_seller",
            Self::Staff => "recourse_staff",
        }
    }

    /// The path under which the cookie is sent.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Buyer => "/buyer",
            Self::Seller => "/seller",
            Self::Staff => "/staff",
        }
    }

    /// The first page.
    pub(crate) const fn home(self) -> &'static str {
        match self {
            Self::Buyer => "/buyer/",
            Self::Seller => "/seller/",
            Self::Staff => "/staff/",
        }
    }

    /// Whether a path is a page of this area: its own, without any way out of it.
    pub(crate) fn holds(self, path: &str) -> bool {
        let plain = path.bytes().all(|c| (0x21..0x7f).contains(&c) && c != b'\\' && c != b'"');
        let own = path == self.path() || path.starts_with(self.home());
        let route = path.split(['?', '#']).next().unwrap_or_default();
        let still = !route.contains("//") && !route.split('/').any(|part| matches!(part, "." | ".."));
        // Dots that only the browser would read as such.
        own && plain && still && !route.to_ascii_lowercase().contains("%2e") && path.len() <= PATH_MAX
    }
}

/// The value of a cookie.
pub(super) fn read(headers: &HeaderMap, area: Area) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == area.cookie()).map(|(_, value)| value)
}

/// Sets a cookie until an instant.
pub(super) fn set(app: &App, area: Area, token: &str, now: Timestamp, until: Timestamp) -> HeaderValue {
    header_value(app, area, token, until.duration_since(now).as_secs().max(0))
}

/// Takes the cookie away.
pub(super) fn clear(app: &App, area: Area) -> HeaderValue {
    header_value(app, area, "", 0)
}

fn header_value(app: &App, area: Area, value: &str, seconds: i64) -> HeaderValue {
    let secure = if app.settings.https() { "; Secure" } else { "" };
    let (name, path) = (area.cookie(), area.path());
    let text = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).expect("base64url and fixed words are visible ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_own_area_and_nowhere_else() {
        for good in ["/buyer", "/buyer/", "/buyer/orders/ord_1?tab=2#case", "/buyer/a%20b"] {
            assert!(Area::Buyer.holds(good), "{good}");
        }
        let bad = [
            "",
            "/",
            "portal/",
            "/buyers",
            "//evil.example",
            "/buyer//evil.example",
            "/buyer/../staff/",
            "/buyer/%2E%2e/staff",
            "/buyer/\\evil",
            "/buyer/\r\nSet-Cookie: a=b",
            "https://evil.example/buyer/",
            "/staff/",
            "/buyer/é",
            "/buyer/./x",
        ];
        for bad in bad {
            assert!(!Area::Buyer.holds(bad), "{bad}");
        }
        assert!(Area::Staff.holds("/staff/cases/cas_1") && !Area::Staff.holds("/buyer/"));
        assert!(!Area::Buyer.holds(&format!("/buyer/{}", "x".repeat(PATH_MAX))));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; recourse_staff=one"));
        headers.append(header::COOKIE, HeaderValue::from_static("xrecourse_buyer=no; recourse_buyer=two"));
        assert_eq!(read(&headers, Area::Staff), Some("one"));
        assert_eq!(read(&headers, Area::Buyer), Some("two"));
        assert_eq!(read(&HeaderMap::new(), Area::Buyer), None);
    }

    #[test]
    fn areas_are_told_by_whole_parts() {
        assert_eq!(Area::of_path("/staff"), Area::Staff);
        assert_eq!(Area::of_path("/staff/cases"), Area::Staff);
        assert_eq!(Area::of_path("/staffing"), Area::Buyer);
    }
}
