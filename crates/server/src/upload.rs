//! An evidence file on its way in: fields first, then the file, never held whole in memory.
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::unpacked;
use crate::state::App;
use api::problem::Code;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use engine::View;
use engine::evidence::{EvidenceLimits, IntakeError, Taken};
use jiff::Timestamp;
use resolution::refusal::Refusal;
use sha2::{Digest, Sha256};

/// The longest value of a field, in bytes.
const FIELD_MAX: usize = 64 * 1024;

/// The fields beside the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    pub(crate) case: Option<String>,
    pub(crate) requirement: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) taken: Option<Timestamp>,
    pub(crate) grams: Option<u32>,
}

/// A file that was taken.
pub(crate) struct Upload {
    pub(crate) fields: Fields,
    pub(crate) taken: Taken,
    /// By what a repeat is told: the fields and the digest of the file.
    pub(crate) fingerprint: Vec<u8>,
}

/// Takes the fields and the file of a multipart body.
pub(crate) async fn take(app: &App, caller: &Caller, view: &View, request: Request) -> Answer<Upload> {
    unpacked(request.headers())?;
    let form = Multipart::from_request(request, app).await.map_err(|_| {
        ApiError::new(
            Code::UnsupportedType,
            "Send the file as 'Content-Type: multipart/form-data' with a boundary.",
        )
    })?;
    take_form(app, caller, view, form).await
}

/// Takes what is left of a form.
pub(crate) async fn take_form(
    app: &App,
    caller: &Caller,
    view: &View,
    mut form: Multipart,
) -> Answer<Upload> {
    take_keeping(app, caller, view, &mut form, &mut Fields::default()).await
}

/// The same, and keeps the fields that came before something went wrong: a page gives them back.
pub(crate) async fn take_keeping(
    app: &App,
    caller: &Caller,
    view: &View,
    form: &mut Multipart,
    fields: &mut Fields,
) -> Answer<Upload> {
    let author = caller.actor.party().ok_or_else(|| {
        ApiError::from(Refusal::NotYours { who: "the buyer, the seller, or the mediator of a case".into() })
    })?;
    let rules = &view.governing.policy.evidence;
    let limits = EvidenceLimits {
        picture_max_bytes: rules.picture_max_bytes,
        video_max_bytes: rules.video_max_bytes,
        pdf_max_bytes: rules.pdf_max_bytes,
        text_max_bytes: rules.text_max_bytes,
    };
    while let Some(field) = form.next_field().await.map_err(|error| broken(app, &error))? {
        if field.name() != Some("file") {
            fields.set(app, field).await?;
            continue;
        }
        let (taken, digest) = file(app, caller, author, limits, field).await?;
        if form.next_field().await.map_err(|error| broken(app, &error))?.is_some() {
            return Err(ApiError::invalid(
                "file",
                "the last part: fields come before it, and one file at a time",
            ));
        }
        let mut fingerprint = format!("{fields:?}").into_bytes();
        fingerprint.extend_from_slice(&digest);
        return Ok(Upload { fields: fields.clone(), taken, fingerprint });
    }
    Err(Refusal::Missing { items: vec!["file".into()] }.into())
}

async fn file(
    app: &App,
    caller: &Caller,
    author: resolution::id::PartyId,
    limits: EvidenceLimits,
    mut field: Field<'_>,
) -> Answer<(Taken, [u8; 32])> {
    let mut upload = app.intake.begin(caller.id(), author, limits);
    let mut digest = Sha256::new();
    while let Some(piece) = field.chunk().await.map_err(|error| broken(app, &error))? {
        digest.update(&piece);
        upload.push(&piece).await.map_err(refused)?;
    }
    Ok((upload.finish().await.map_err(refused)?, digest.finalize().into()))
}

fn refused(error: IntakeError) -> ApiError {
    match error {
        IntakeError::Refused(refusal) => refusal.into(),
        IntakeError::Interrupted(_) => {
            ApiError::new(Code::MalformedBody, "The upload broke off; send the file again.")
        }
        IntakeError::Vault(error) => error.into(),
    }
}

fn broken(app: &App, error: &MultipartError) -> ApiError {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        let most = app.settings.upload_max;
        return ApiError::new(
            Code::TooLarge,
            format!("The upload is too large; at most {most} bytes are read here."),
        );
    }
    ApiError::new(Code::MalformedBody, format!("The upload cannot be read: {}.", error.body_text()))
}

impl Fields {
    async fn set(&mut self, app: &App, mut field: Field<'_>) -> Answer<()> {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|error| broken(app, &error))? {
            if bytes.len() + piece.len() > FIELD_MAX {
                return Err(ApiError::invalid(&name, format!("at most {FIELD_MAX} bytes")));
            }
            bytes.extend_from_slice(&piece);
        }
        let text = String::from_utf8(bytes).map_err(|_| ApiError::invalid(&name, "text in UTF-8"))?;
        if text.contains('\0') {
            return Err(ApiError::invalid(&name, "a text without the character U+0000"));
        }
        // Pages send the fields that nobody filled in, too.
        let given = !text.is_empty();
        match name.as_str() {
            "case" | "requirement" | "caption" | "taken" | "grams" if !given => {}
            "case" => self.case = Some(text),
            "requirement" => self.requirement = Some(text),
            "caption" => self.caption = Some(text),
            "taken" => {
                let wrong = |_| ApiError::invalid("taken", "an instant such as 2026-04-17T10:00:00Z");
                self.taken = Some(text.parse().map_err(wrong)?);
            }
            "grams" => {
                self.grams =
                    Some(text.parse().map_err(|_| ApiError::invalid("grams", "a whole number of grams"))?);
            }
            _ => {
                let known = "case, requirement, caption, taken, grams, file";
                return Err(ApiError::invalid(&name, format!("one of the known fields: {known}")));
            }
        }
        Ok(())
    }
}

/// Reads what is left of a form that failed and throws it away: a browser that is still sending would not read the answer.
pub(crate) async fn drain(form: &mut Multipart) {
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(_)) = field.chunk().await {}
    }
}

/// The limit of uploads, for the routes that take them.
pub(crate) fn limit(app: &App) -> DefaultBodyLimit {
    DefaultBodyLimit::max(app.settings.upload_max)
}
