//! Terms in plain words.
use resolution::policy::{ReasonTerms, Terms};

pub(crate) fn terms(terms: Terms) -> api::TermsView {
    let languages = terms.languages.into_iter().map(|(language, text)| {
        let sections = text.sections.into_iter().map(|section| api::TermsSection {
            id: section.id.to_owned(),
            title: section.title,
            sentences: section.sentences,
        });
        let reasons = text.reasons.into_iter().map(reason).collect();
        (language, api::TermsText { sections: sections.collect(), reasons })
    });
    api::TermsView { policy: terms.policy, hash: terms.hash.to_string(), languages: languages.collect() }
}

fn reason(reason: ReasonTerms) -> api::TermsReason {
    let evidence = reason.evidence.into_iter().map(|evidence| api::TermsEvidence {
        id: evidence.id,
        title: evidence.title,
        from: evidence.from.word().to_owned(),
        kinds: evidence.kinds.iter().map(|kind| kind.word().to_owned()).collect(),
        optional: evidence.optional,
        missing_means: evidence.missing_means,
    });
    let finer = reason.sub_reasons.into_iter();
    let finer = finer.map(|finer| api::TermsSubReason { id: finer.id, title: finer.title });
    api::TermsReason {
        id: reason.id,
        title: reason.title,
        sub_reasons: finer.collect(),
        received: reason.received,
        remedies: reason.remedies,
        return_paid_by: reason.return_paid_by,
        evidence: evidence.collect(),
    }
}
