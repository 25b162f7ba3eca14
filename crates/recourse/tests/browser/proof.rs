//! The tools of this program shown to work, and to fail where they must.
use crate::browser::Browser;
use crate::look::{Look, Scheme, Width};
use crate::world::World;
use serde_json::json;

/// A page out of nothing.
async fn show(browser: &Browser, body: &str) {
    let page =
        format!("<!doctype html><html lang=en><title>Proof</title><body><main><h1>Proof</h1>{body}</main>");
    let page = page.replace('%', "%25").replace('#', "%23");
    browser.client.goto(&format!("data:text/html,{page}")).await.expect("it opens");
}

#[tokio::test]
async fn a_browser_looks_as_it_is_asked_to() {
    let world = World::empty();
    for look in [Look::PHONE.dark().speaking("id"), Look::DESKTOP] {
        let browser = world.visit(look).await;
        browser.open("/docs").await;
        let seen = "return [innerWidth, innerHeight, devicePixelRatio, navigator.maxTouchPoints > 0, \
            matchMedia('(prefers-color-scheme: dark)').matches, navigator.language]";
        let seen = browser.script(seen, vec![]).await;
        let (width, height, ratio) = look.size();
        let (touch, dark) = (look.width == Width::Phone, look.scheme == Scheme::Dark);
        assert_eq!(seen, json!([width, height, ratio, touch, dark, look.language]));
    }
    let plain = world.visit(Look::PHONE.without_scripts()).await;
    show(&plain, "<p id=it>still</p><noscript>plain</noscript><script>it.innerText = 'run'</script>").await;
    let text = plain.text().await;
    assert!(text.contains("still") && text.contains("plain"), "{text}");
}

#[tokio::test]
async fn the_documentation_is_for_everybody() {
    let world = World::empty();
    for look in [Look::PHONE, Look::DESKTOP.dark()] {
        let browser = world.visit(look).await;
        browser.open("/docs").await;
        browser.accessible().await;
    }
}

#[tokio::test]
async fn what_is_wrong_is_found() {
    let world = World::empty();
    let browser = world.visit(Look::DESKTOP).await;

    show(&browser, "<p style='color:#aaa;background:#fff'>pale</p><input name=a>").await;
    let found = browser.violations().await;
    assert!(found.contains("color-contrast") && found.contains("#aaaaaa"), "{found}");
    assert!(found.contains("label"), "{found}");

    // What axe-core leaves open is judged all the same.
    let crossed = "position:relative;background:#fff";
    for (ink, legible) in [("#000", true), ("#aaa", false)] {
        let line = "<style>p::before{content:'';position:absolute;inset:0;background:#0002}</style>";
        show(&browser, &format!("{line}<p style='{crossed};color:{ink}'>crossed</p>")).await;
        let found = browser.violations().await;
        assert_eq!(!found.contains("unsure: color-contrast"), legible, "{found}");
    }

    show(&browser, "<style>:focus{outline:none}</style><a href='x'>ringless</a>").await;
    assert!(browser.stumbles().await.concat().contains("its focus cannot be seen"));
    show(
        &browser,
        "<button>a</button><button onkeydown='event.preventDefault()'>b</button><button>c</button>",
    )
    .await;
    let trapped = browser.stumbles().await.concat();
    assert!(trapped.contains("comes back to <button onkeydown"), "{trapped}");
    show(&browser, "<button style='position:absolute;left:-999px'>far</button>").await;
    assert!(browser.stumbles().await.concat().contains("out of sight"));
    show(&browser, "<button>near</button><a href='x'>link</a><label><input type=radio name=r>1</label>\
        <label><input type=radio name=r>2</label><details><summary>more</summary><button>hidden</button></details>")
        .await;
    assert_eq!(browser.stumbles().await, Vec::<String>::new());

    assert_eq!(browser.complaints().await, Vec::<String>::new());
    show(&browser, "<script>console.error('oh')</script>").await;
    assert!(browser.complaints().await.concat().contains("oh"));
    show(&browser, "<script>throw new Error('ouch')</script>").await;
    let said = browser.complaints().await.concat();
    assert!(said.contains("ouch"), "{said}");
    show(
        &browser,
        "<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\"><p style='color:red'>a",
    )
    .await;
    assert!(browser.complaints().await.concat().contains("Content Security Policy"));
    show(&browser, &format!("<img alt='' src='{}/nothing.png'>", world.address)).await;
    let said = browser.complaints().await.concat();
    assert!(said.contains("nothing.png"), "{said}");
}

#[tokio::test]
async fn controls_are_found_by_what_a_person_reads() {
    let world = World::empty();
    let browser = world.visit(Look::PHONE).await;
    show(
        &browser,
        "<label for=a>Buyer's  words</label><textarea id=a>old</textarea>\
        <label>Sum <input value=1></label><input type=radio name=r id=r><label for=r>Take \"it\"</label>\
        <label for=s>How</label><select id=s><option>one<option>two</select>\
        <label for=f>File</label><input type=file id=f>\
        <button onclick='a.value += \"!\"'>Say <b>so</b></button><button hidden>Say so</button>",
    )
    .await;
    browser.fill("Buyer's words", "new").await;
    browser.fill("Sum", "12,50").await;
    browser.choose("Take \"it\"").await;
    browser.select("How", "two").await;
    browser.press("Say so").await;
    assert_eq!(browser.value("Buyer's words").await, "new!");
    assert_eq!(browser.value("Sum").await, "12,50");
    assert_eq!(browser.value("How").await, "two");
    assert_eq!(browser.script("return document.getElementById('r').checked", vec![]).await, true);
    let file = tempfile::NamedTempFile::new().expect("a file");
    browser.attach("File", file.path()).await;
    assert_eq!(browser.script("return document.getElementById('f').files.length", vec![]).await, 1);
}

#[tokio::test]
async fn the_demo_comes_up() {
    let world = World::demo();
    assert!(world.key().starts_with("rk_"));
    world.visit(Look::PHONE).await.open("/docs").await;
}
