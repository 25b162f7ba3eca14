//! Evidence: streamed in, sealed on arrival, given out only as a download.
use crate::acts::{self, Acted, order_of, visible};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Guard, Intent, Path};
use crate::range::Part;
use crate::state::App;
use crate::texts::{self, Texts};
use crate::upload::{self, Upload};
use crate::{ids, pages, parties};
use axum::Json;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::vault::{FileStream, Opened};
use resolution::id::OrderId;
use resolution::order::Evidence;
use resolution::order::command::{OrderCommand, Submission};
use resolution::refusal::Refusal;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(submit, list))
        .routes(routes!(log))
        .routes(routes!(content))
        .routes(routes!(withdraw))
        .routes(routes!(remove))
}

/// Sends a file as evidence. It is measured, recognised by its real type and sealed while it streams in; an upload that
/// breaks off leaves nothing (EVI-1, EVI-3, EVI-6, EVI-10). Fields come before the file.
#[utoipa::path(post, path = "/v1/orders/{order}/evidence", operation_id = "submitEvidence", tag = "evidence",
    request_body(content = api::EvidenceUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = api::Done)))]
pub(crate) async fn submit(
    State(app): State<App>,
    Path(order): Path<String>,
    request: Request,
) -> Answer<Acted<api::Done>> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &app).await?;
    let order = ids::order(&order)?;
    let view = visible(&app, &caller, order).await?;
    let file = upload::take(&app, &caller, &view, Request::from_parts(parts.clone(), body)).await?;
    // What a repeat is compared by: the fields and the digest of the file, for boundaries differ each time.
    let guard = Guard::of(&parts, &caller, &file.fingerprint)?;
    submitted(&app, caller, guard, order, file).await
}

/// Submits a file that was taken.
pub(crate) async fn submitted(
    app: &App,
    caller: Caller,
    guard: Guard,
    order: OrderId,
    file: Upload,
) -> Answer<Acted<api::Done>> {
    let case = file.fields.case.as_deref().map(|case| ids::case_in(case, order)).transpose()?;
    let caption =
        texts::seal_any(app, caller.id(), acts::author(app, &caller), file.fields.caption.as_deref()).await?;
    let submission = Submission {
        case,
        requirement: file.fields.requirement,
        seal: file.taken.seal,
        kind: file.taken.kind.word().to_owned(),
        bytes: file.taken.bytes,
        caption,
        taken: file.fields.taken,
        grams: file.fields.grams,
    };
    let intent = Intent { caller, body: (), guard };
    acts::on_order(app, intent, order, OrderCommand::SubmitEvidence(submission)).await
}

/// Adds a dated log entry of condition or receipt, as a text (EVI-11).
#[utoipa::path(post, path = "/v1/orders/{order}/evidence/log", operation_id = "submitLogEntry", tag = "evidence",
    request_body = api::NewLogEntry, responses((status = 201, body = api::Done)))]
pub(crate) async fn log(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewLogEntry>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    visible(&app, &intent.caller, order).await?;
    if new.text.trim().is_empty() {
        return Err(ApiError::invalid("text", "words"));
    }
    let (marketplace, author) = (intent.caller.id(), acts::author(&app, &intent.caller));
    let caption = texts::seal_any(&app, marketplace, author, new.caption.as_deref()).await?;
    let submission = Submission {
        case: new.case.map(|case| ids::case_in(&case, order)).transpose()?,
        requirement: new.requirement,
        seal: texts::seal(&app, marketplace, author, &new.text).await?,
        kind: "text".to_owned(),
        bytes: u64::try_from(new.text.len()).unwrap_or(u64::MAX),
        caption,
        taken: new.taken,
        grams: new.grams,
    };
    acts::on_order(&app, intent, order, OrderCommand::SubmitEvidence(submission)).await
}

/// All evidence of an order, with the limits that hold for more of it.
#[utoipa::path(get, path = "/v1/orders/{order}/evidence", operation_id = "listEvidence", tag = "evidence",
    responses((status = 200, body = api::EvidenceList)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(order): Path<String>,
) -> Answer<Json<api::EvidenceList>> {
    let found = visible(&app, &caller, ids::order(&order)?).await?;
    let order = order_of(&found)?;
    let names = parties::Names::load(&app, caller.id(), pages::parties(order)).await?;
    let captions = order.evidence.iter().filter_map(|evidence| evidence.caption.as_ref()).collect();
    let texts = Texts::load(&app, caller.id(), &names, captions).await?;
    let rules = &found.governing.policy.evidence;
    let items = order.evidence.iter().map(|evidence| {
        let id = ids::write(ids::EVIDENCE, order.id, evidence.no.0);
        let case = evidence.case.map(|no| ids::write(ids::CASE, order.id, no.0));
        view(evidence, id, case, names.of(evidence.author), &texts)
    });
    let limits = api::EvidenceLimits {
        picture_max_bytes: rules.picture_max_bytes,
        video_max_bytes: rules.video_max_bytes,
        pdf_max_bytes: rules.pdf_max_bytes,
        text_max_bytes: rules.text_max_bytes,
        max_files: rules.max_files,
    };
    Ok(Json(api::EvidenceList { items: items.collect(), limits }))
}

fn view(
    evidence: &Evidence,
    id: String,
    case: Option<String>,
    author: String,
    texts: &Texts,
) -> api::EvidenceView {
    api::EvidenceView {
        href: format!("/v1/evidence/{id}/content"),
        id,
        author,
        case,
        requirement: evidence.requirement.clone(),
        kind: evidence.kind.clone(),
        bytes: evidence.bytes,
        digest: evidence.seal.digest.clone(),
        caption: evidence.caption.as_ref().map(|seal| texts.of(seal)),
        taken: evidence.taken,
        grams: evidence.grams,
        sealed_at: evidence.at,
        withdrawn_at: evidence.withdrawn,
        removed_at: evidence.removed,
    }
}

/// The bytes of a piece of evidence, as a download and never inline; one range of them where the request names one.
#[utoipa::path(get, path = "/v1/evidence/{evidence}/content", operation_id = "readEvidence", tag = "evidence",
    responses((status = 200, description = "The file",
        content((Vec<u8> = "image/*"), (Vec<u8> = "video/*"), (Vec<u8> = "application/pdf"), (Vec<u8> = "text/plain"))),
        (status = 206, description = "The range that was asked for",
        content((Vec<u8> = "image/*"), (Vec<u8> = "video/*"), (Vec<u8> = "application/pdf"), (Vec<u8> = "text/plain"))),
        (status = 416, description = "The file has no such range")))]
pub(crate) async fn content(
    State(app): State<App>,
    caller: Caller,
    Path(evidence): Path<String>,
    headers: HeaderMap,
) -> Answer<Response> {
    let (order, no) = ids::evidence(&evidence)?;
    let found = visible(&app, &caller, order).await?;
    let missing = || ApiError::not_found("evidence");
    let piece = order_of(&found)?.evidence.get(no.index()).ok_or_else(missing)?;
    match app.vault.open_file(caller.id(), &piece.seal).await? {
        Opened::Clear(file) => {
            let part = Part::of(&headers, file.bytes);
            Ok(download(file, &evidence, part))
        }
        Opened::Erased | Opened::Removed | Opened::Missing => Err(missing()),
    }
}

pub(crate) fn download(file: FileStream, name: &str, part: Part) -> Response {
    let (all, mime) = (file.bytes, file.mime.clone());
    let (status, body, length, range) = match part {
        Part::Whole => (StatusCode::OK, stream(file, 0, u64::MAX), all, None),
        Part::Bytes { first, last } => {
            let length = last.saturating_sub(first).saturating_add(1);
            let range = format!("bytes {first}-{last}/{all}");
            (StatusCode::PARTIAL_CONTENT, stream(file, first, length), length, Some(range))
        }
        Part::Beyond => (StatusCode::RANGE_NOT_SATISFIABLE, Body::empty(), 0, Some(format!("bytes */{all}"))),
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let octets = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&mime).unwrap_or(octets));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(range) = range.and_then(|range| HeaderValue::from_str(&range).ok()) {
        headers.insert(header::CONTENT_RANGE, range);
    }
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    headers
        .insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    response
}

/// So many bytes of a file after so many others, piece by piece. A whole file is read to its end, where its digest is
/// checked; of a part, each piece is authentic by itself.
fn stream(file: FileStream, skip: u64, take: u64) -> Body {
    let pieces =
        futures::stream::try_unfold((file, skip, take), |(mut file, mut skip, mut take)| async move {
            while take > 0 {
                let Some(mut all) = file.next().await.map_err(std::io::Error::other)? else { break };
                let before = usize::try_from(skip).map_or(all.len(), |skip| skip.min(all.len()));
                let mut piece = all.split_off(before);
                piece.truncate(usize::try_from(take).unwrap_or(usize::MAX));
                skip = skip.saturating_sub(u64::try_from(before).unwrap_or(u64::MAX));
                if take != u64::MAX {
                    take = take.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
                }
                if !piece.is_empty() {
                    return Ok::<_, std::io::Error>(Some((piece, (file, skip, take))));
                }
            }
            Ok(None)
        });
    Body::from_stream(pieces)
}

/// Its author withdraws a piece; it stays, marked (EVI-6).
#[utoipa::path(post, path = "/v1/evidence/{evidence}/withdraw", operation_id = "withdrawEvidence", tag = "evidence",
    request_body = api::Nothing, responses((status = 200, body = api::Done)))]
pub(crate) async fn withdraw(
    State(app): State<App>,
    Path(evidence): Path<String>,
    intent: Intent<api::Nothing>,
) -> Answer<Acted<api::Done>> {
    let (order, evidence) = ids::evidence(&evidence)?;
    acts::on_order(&app, intent.split().0, order, OrderCommand::WithdrawEvidence { evidence }).await
}

/// Staff destroys the bytes of a piece for a legal cause; digest, who, why and when stay (EVI-6).
#[utoipa::path(post, path = "/v1/evidence/{evidence}/remove", operation_id = "removeEvidence", tag = "evidence",
    request_body = api::Why, responses((status = 200, body = api::Done)))]
pub(crate) async fn remove(
    State(app): State<App>,
    Path(evidence): Path<String>,
    intent: Intent<api::Why>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let (order, no) = ids::evidence(&evidence)?;
    let (marketplace, who) = (intent.caller.id(), intent.caller.actor.clone());
    let command = OrderCommand::RemoveEvidence { evidence: no, why: new.reason.clone() };
    let done = acts::on_order(&app, intent, order, command).await;
    // The bytes follow the fact. Where a crash came between the two, asking again finds the fact and destroys them.
    let found = app.engine.order(marketplace, order).await?;
    let piece = found.as_ref().and_then(|view| view.aggregate.order()?.evidence.get(no.index()));
    let staff = who.party().map_or_else(|| who.role().to_owned(), |party| party.to_string());
    match (&done, piece.filter(|piece| piece.removed.is_some())) {
        (Ok(_), Some(piece)) => {
            app.vault.remove(marketplace, &piece.seal, &staff, &new.reason, app.engine.wall()).await?
        }
        (Err(error), Some(piece)) if error.is(&Refusal::AlreadyDone) => {
            app.vault.remove(marketplace, &piece.seal, &staff, &new.reason, app.engine.wall()).await?;
        }
        _ => {}
    }
    done
}
