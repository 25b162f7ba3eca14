//! Hands where scripts are forbidden: the driver's own click and typing wait for ever there, so that these use what is
//! below them, the browser's input.
use crate::browser::Browser;
use serde_json::json;

/// Scrolls to the first visible thing of an XPath and gives the middle of it.
const MIDDLE: &str = "
const all = document.evaluate(arguments[0], document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
for (let at = 0; at < all.snapshotLength; at++) {
    const element = all.snapshotItem(at);
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
}
return null;";

impl Browser {
    /// Clicks what an XPath finds.
    pub async fn point(&self, path: &str) {
        let middle = self.script(MIDDLE, vec![path.into()]).await;
        assert!(
            middle.is_array(),
            "{}: nothing visible at {path}:\n{}",
            self.path().await,
            self.text().await
        );
        for kind in ["mousePressed", "mouseReleased"] {
            let event =
                json!({"type": kind, "x": middle[0], "y": middle[1], "button": "left", "clickCount": 1});
            self.devtools("Input.dispatchMouseEvent", event).await;
        }
    }

    /// Clicks what leads to another page, and waits for it.
    pub async fn click_plainly(&self, path: &str) {
        self.script("window.left = true", vec![]).await;
        self.point(path).await;
        self.until("another page", async || {
            let come = "return window.left === undefined && document.readyState === 'complete'";
            self.client.execute(come, vec![]).await.is_ok_and(|come| come == true)
        })
        .await;
        self.sound().await;
    }

    /// Writes into a field in place of what stands there.
    pub async fn put_plainly(&self, path: &str, value: &str) {
        self.point(path).await;
        self.script("document.activeElement.select()", vec![]).await;
        self.devtools("Input.insertText", json!({"text": value})).await;
    }
}
