//! What people do on the pages, step by step. Controls are found by what they send, by the act they stand for or by the
//! message on them, so that the wording may change; every page on the way is held to be sound.
use crate::browser::Browser;

/// Answers to the guided form of a dispute.
#[derive(Debug, Clone, Copy)]
pub struct Claim<'a> {
    pub received: bool,
    pub reason: &'a str,
    /// What exactly, where the reason has finer ones.
    pub finer: Option<&'a str>,
    pub remedy: &'a str,
    /// As typed; what is offered, where nothing is said.
    pub amount: Option<&'a str>,
    pub words: &'a str,
}

impl Browser {
    /// The message in the language of this visitor.
    pub fn say(&self, id: &str) -> String {
        self.words.t(id)
    }

    /// Enters the demo through a door (`buyer`, `seller`, `mediator`), and reads in the visitor's own language.
    pub async fn enter_as(&self, role: &str) {
        self.open("/demo").await;
        // The doors are in the order of the roles.
        let path =
            format!("//section[.//h2[normalize-space()='{}']]//a", self.say(&format!("demo-door-{role}")));
        self.click("a door", &path).await;
        self.speak().await;
    }

    /// Changes the pages to the visitor's language, where they are in another one.
    pub async fn speak(&self) {
        let language = self.look.language;
        if self.script("return document.documentElement.lang", vec![]).await != language {
            self.click("the language", &format!("//button[@name='language'][@value='{language}']")).await;
        }
        let spoken = self.script("return document.documentElement.lang", vec![]).await;
        assert_eq!(spoken, language, "the page does not speak it");
    }

    /// Follows the link that leads to a path.
    pub async fn to(&self, path: &str) {
        self.click(&format!("a link to {path}"), &format!("//a[@href='{path}']")).await;
    }

    /// Begins an act that the page offers; where it offers it twice, by the first.
    pub async fn act(&self, act: &str) {
        let path = format!("//a[@data-act='{act}']");
        if !self.look.scripts {
            return self.click_plainly(&path).await;
        }
        let element = self.first(&format!("the act {act}"), &path).await;
        self.click_on(&format!("the act {act}"), element).await;
    }

    /// Sends the form of an act.
    pub async fn send(&self, act: &str) {
        let path = format!("//*[@data-act-form='{act}']//form[@method='post']//button[@type='submit']");
        self.click(&format!("the button of {act}"), &path).await;
    }

    /// Whether the page offers an act.
    pub async fn offers(&self, act: &str) -> bool {
        let script = "return document.querySelector(`[data-act='${arguments[0]}']`) !== null";
        self.script(script, vec![act.into()]).await == true
    }

    /// Goes on to the next question.
    pub async fn next(&self) {
        self.press(&self.say("form-continue")).await;
    }

    /// From an order's page through the guided form to the page that says that the dispute is open.
    pub async fn dispute(&self, claim: Claim<'_>) {
        self.act("open_dispute").await;
        self.answer("received", if claim.received { "yes" } else { "no" }).await;
        self.next().await;
        // Where there is one item only, nobody is asked which.
        if self.shows(&self.say("dispute-items")).await {
            self.next().await;
        }
        self.sees(&self.say("dispute-reason")).await;
        self.answer("reason", claim.reason).await;
        self.next().await;
        if let Some(finer) = claim.finer {
            self.sees(&self.say("dispute-sub_reason")).await;
            self.answer("sub_reason", finer).await;
            self.next().await;
        }
        self.answer("remedy", claim.remedy).await;
        if let Some(amount) = claim.amount {
            self.put("amount", amount).await;
        }
        self.next().await;
        self.sees(&self.say("dispute-text-title")).await;
        self.put("words", claim.words).await;
        self.next().await;
        self.sees(&self.say("dispute-files-title")).await;
        self.next().await;
        self.sees(&self.say("dispute-check")).await;
        assert!(self.shows(claim.words).await, "the answers are shown before they are sent");
        self.press(&self.say("dispute-send")).await;
        self.sees(&self.say("dispute-opened")).await;
    }
}
