//! The messages that the pages say, read from the files that the server embeds: a test finds a button by its message,
//! so that its wording and its language may change.
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use std::path::Path;

/// The messages of one language.
pub struct Words(FluentBundle<FluentResource>);

impl Words {
    /// Those of `en`, `id` …
    pub fn of(language: &str) -> Self {
        let mut bundle = FluentBundle::new(vec![language.parse().expect("a language")]);
        // The pages' own marks around values are left out there too.
        bundle.set_use_isolating(false);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/locales").join(language);
        for entry in std::fs::read_dir(&folder).expect("a language has a folder") {
            let text = std::fs::read_to_string(entry.expect("readable").path()).expect("readable");
            let resource = FluentResource::try_new(text).expect("messages are held to be valid elsewhere");
            bundle.add_resource(resource).expect("a message stands in one file");
        }
        Self(bundle)
    }

    /// A message without values.
    pub fn t(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with its values.
    pub fn with(&self, id: &str, values: &[(&str, &str)]) -> String {
        let message = self.0.get_message(id).unwrap_or_else(|| panic!("there is no message {id}"));
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, *value);
        }
        let (pattern, mut errors) = (message.value().expect("it says something"), Vec::new());
        let said = self.0.format_pattern(pattern, Some(&arguments), &mut errors);
        assert!(errors.is_empty(), "{id}: {errors:?}");
        said.into_owned()
    }
}
