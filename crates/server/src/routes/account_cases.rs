//! Cases on accounts: the restriction of a seller, begun by staff, answered, looked at, appealed, renewed (FRZ-3 to FRZ-6);
//! and a report on a buyer, which begins on an order (PLF-3).
use super::accounts::{self, Found, account_of};
use crate::acts::{Acted, author};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Guard, Intent, Params, Path};
use crate::pages::Zone;
use crate::parties::{self, Names};
use crate::range::Part;
use crate::state::App;
use crate::texts::{self, Texts};
use crate::upload;
use crate::view::{self, Clocks};
use crate::{ids, routes};
use axum::Json;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use engine::vault::Opened;
use resolution::account::case::AccountCase;
use resolution::account::{Account, AccountCommand, AccountEvent, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::Event;
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo};
use resolution::policy::Exhibit;
use resolution::seal::Seal;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(restrict))
        .routes(routes!(read))
        .routes(routes!(answer))
        .routes(routes!(write, messages))
        .routes(routes!(submit))
        .routes(routes!(content))
        .routes(routes!(assign))
        .routes(routes!(rule))
        .routes(routes!(appeal))
        .routes(routes!(renew))
}

type Done = Answer<Acted<api::Done>>;

/// Restricts a seller's account, in one commit: from then on no payout leaves, and all its orders that are not completed and
/// not closed are frozen, new ones included (FRZ-3).
#[utoipa::path(post, path = "/v1/accounts/{role}/{party}/restrictions", operation_id = "restrictAccount",
    tag = "accounts", request_body = api::NewRestriction, responses((status = 201, body = api::Done)))]
pub(crate) async fn restrict(
    State(app): State<App>,
    Path((role, external)): Path<(String, String)>,
    intent: Intent<api::NewRestriction>,
) -> Done {
    let (intent, new) = intent.split();
    let (id, party) = accounts::visible(&app, &intent.caller, &role, &external)?;
    if id != AccountId::of(intent.caller.id(), AccountRole::Seller, party) {
        return Err(ApiError::not_found("seller"));
    }
    account_of(&app, &intent.caller, id).await?;
    let exhibit = |word: &String| word.parse::<Exhibit>().map_err(|told| ApiError::invalid("provide", told));
    let provide = new.provide.iter().map(exhibit).collect::<Answer<Vec<_>>>()?;
    let words = match new.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Some(sealed(&app, &intent.caller, text).await?),
        None => None,
    };
    parties::remember(&app, intent.caller.id(), &external).await?;
    let command = AccountCommand::Restrict { party, reason: new.reason, provide, words };
    done(&app, &intent, id, command, StatusCode::CREATED).await
}

/// A case on an account that exists for this caller: the party's own, a report of the seller's, or staff's.
pub(crate) async fn seen(app: &App, caller: &Caller, case: &str) -> Answer<(Found, AccountId, CaseNo)> {
    let (id, no) = ids::account_case(case)?;
    let found = account_of(app, caller, id).await.map_err(|_| ApiError::not_found("case"))?;
    let account = found.account()?;
    let report = case_of(account, no)?.report();
    // Of a buyer's account, the seller who reports and mediators see the report and nothing else.
    let concerned = report.is_some_and(|report| match caller.actor {
        Actor::Seller(id) => id == report.by,
        Actor::Mediator(_) => true,
        _ => false,
    });
    if !concerned && !caller.sees_account(account.role, account.party) {
        return Err(ApiError::not_found("case"));
    }
    Ok((found, id, no))
}

fn case_of(account: &Account, no: CaseNo) -> Answer<&AccountCase> {
    account.cases.get(no.index()).ok_or_else(|| ApiError::not_found("case"))
}

async fn sealed(app: &App, caller: &Caller, text: &str) -> Answer<Seal> {
    if text.trim().is_empty() {
        return Err(ApiError::invalid("text", "words"));
    }
    texts::seal(app, caller.id(), author(app, caller), text).await
}

async fn done(
    app: &App,
    intent: &Intent<()>,
    id: AccountId,
    command: AccountCommand,
    status: StatusCode,
) -> Done {
    if let (true, Some(external)) = (intent.caller.staff(), &intent.caller.external) {
        parties::remember(app, intent.caller.id(), external).await?;
    }
    accounts::submit(app, intent, id, command, status).await
}

/// Carries out an act in a case.
async fn acts(app: &App, intent: &Intent<()>, case: &str, act: CaseAct, status: StatusCode) -> Done {
    let (_, id, no) = seen(app, &intent.caller, case).await?;
    done(app, intent, id, AccountCommand::Case { case: no, act }, status).await
}

/// An act that is nothing but words.
async fn says(
    app: &App,
    intent: Intent<api::AccountWords>,
    case: &str,
    act: impl FnOnce(Seal) -> CaseAct,
) -> Done {
    let (intent, new) = intent.split();
    let words = sealed(app, &intent.caller, &new.text).await?;
    acts(app, &intent, case, act(words), StatusCode::OK).await
}

/// A case on an account, with everything in it but its messages.
#[utoipa::path(get, path = "/v1/account_cases/{account_case}", operation_id = "readAccountCase", tag = "accounts",
    params(api::Reader), responses((status = 200, body = api::AccountCaseView)))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(case): Path<String>,
    Params(reader): Params<api::Reader>,
) -> Answer<Json<api::AccountCaseView>> {
    let (found, _, no) = seen(&app, &caller, &case).await?;
    let zone = Zone::of(&reader)?;
    Ok(Json(shown(&app, &caller, &found, no, &zone).await?))
}

/// A case as it is read.
pub(crate) async fn shown(
    app: &App,
    caller: &Caller,
    found: &Found,
    no: CaseNo,
    zone: &Zone,
) -> Answer<api::AccountCaseView> {
    let account = found.account()?;
    let case = case_of(account, no)?;
    let names = Names::load(app, caller.id(), view::account_case::parties(account, case)).await?;
    let texts = Texts::load(app, caller.id(), &names, view::account_case::seals(case)).await?;
    let now = app.engine.now(caller.id()).await?;
    let clocks = Clocks { now, calendar: &found.0.governing.calendar, reader: zone.named_zone() };
    Ok(view::account_case::account_case(account, case, (&names, &texts), &clocks))
}

/// The seller has provided what there is: the platform looks at it.
#[utoipa::path(post, path = "/v1/account_cases/{account_case}/answer", operation_id = "answerAccountCase",
    tag = "accounts", request_body = api::AccountWords, responses((status = 200, body = api::Done)))]
pub(crate) async fn answer(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::AccountWords>,
) -> Done {
    says(&app, intent, &case, |words| CaseAct::Answer { words }).await
}

/// Writes a message in the case; it is sealed on arrival (FRZ-5).
#[utoipa::path(post, path = "/v1/account_cases/{account_case}/messages", operation_id = "writeAccountMessage",
    tag = "accounts", request_body = api::AccountWords, responses((status = 200, body = api::Done)))]
pub(crate) async fn write(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::AccountWords>,
) -> Done {
    says(&app, intent, &case, |words| CaseAct::Write { words }).await
}

/// The messages of a case, the seller's answer and appeal among them, oldest first.
#[utoipa::path(get, path = "/v1/account_cases/{account_case}/messages", operation_id = "listAccountMessages",
    tag = "accounts", responses((status = 200, body = api::Messages)))]
pub(crate) async fn messages(
    State(app): State<App>,
    caller: Caller,
    Path(case): Path<String>,
) -> Answer<Json<api::Messages>> {
    let (_, id, no) = seen(&app, &caller, &case).await?;
    let history = app.engine.history(caller.id(), AggregateId::Account(id)).await?;
    let events = history.iter().flat_map(|entry| entry.record.events.iter().map(|e| (entry.record.at, e)));
    let said: Vec<_> = events.filter_map(|(at, event)| Some((at, message(event, no)?))).collect();
    let names = Names::load(&app, caller.id(), said.iter().map(|(_, (_, seal))| seal.by).collect()).await?;
    let texts =
        Texts::load(&app, caller.id(), &names, said.iter().map(|(_, (_, seal))| *seal).collect()).await?;
    let items = said.iter().zip(0_u32..).map(|((at, (role, seal)), message)| api::MessageView {
        message,
        at: *at,
        role: (*role).to_owned(),
        case: Some(case.clone()),
        text: texts.of(seal),
    });
    Ok(Json(api::Messages { items: items.collect() }))
}

fn message(event: &Event, no: CaseNo) -> Option<(&str, &Seal)> {
    let Event::Account(event) = event else { return None };
    match event {
        AccountEvent::AccountMessageWritten { case, role, words, .. } if *case == no => Some((role, words)),
        AccountEvent::AccountAnswered { case, words } | AccountEvent::AccountAppealed { case, words }
            if *case == no =>
        {
            Some(("seller", words))
        }
        _ => None,
    }
}

/// Sends a file as evidence in the case, by the same limits as everywhere (FRZ-5, EVI-1). Fields come before the file.
#[utoipa::path(post, path = "/v1/account_cases/{account_case}/evidence", operation_id = "submitAccountEvidence",
    tag = "accounts", request_body(content = api::AccountEvidenceUpload, content_type = "multipart/form-data"),
    responses((status = 201, body = api::Done)))]
pub(crate) async fn submit(State(app): State<App>, Path(case): Path<String>, request: Request) -> Done {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, &app).await?;
    let (found, _, _) = seen(&app, &caller, &case).await?;
    let file = upload::take(&app, &caller, &found.0, Request::from_parts(parts.clone(), body)).await?;
    let guard = Guard::of(&parts, &caller, &file.fingerprint)?;
    submitted(&app, caller, guard, &case, file).await
}

/// Submits a file that was taken.
pub(crate) async fn submitted(
    app: &App,
    caller: Caller,
    guard: Guard,
    case: &str,
    file: upload::Upload,
) -> Done {
    let exhibit =
        |word: String| word.parse::<Exhibit>().map_err(|told| ApiError::invalid("requirement", told));
    let proof = file.fields.requirement.map(exhibit).transpose()?;
    let caption = file.fields.caption.as_deref();
    let caption = texts::seal_any(app, caller.id(), author(app, &caller), caption).await?;
    let act = CaseAct::Submit {
        proof,
        seal: file.taken.seal,
        kind: file.taken.kind.word().to_owned(),
        bytes: file.taken.bytes,
        caption,
    };
    let intent = Intent { caller, body: (), guard };
    acts(app, &intent, case, act, StatusCode::CREATED).await
}

/// The bytes of a piece of evidence, as a download and never inline; one range of them where the request names one.
#[utoipa::path(get, path = "/v1/account_cases/{account_case}/evidence/{account_evidence}/content",
    operation_id = "readAccountEvidence", tag = "accounts",
    responses((status = 200, description = "The file",
        content((Vec<u8> = "image/*"), (Vec<u8> = "video/*"), (Vec<u8> = "application/pdf"), (Vec<u8> = "text/plain"))),
        (status = 206, description = "The range that was asked for",
        content((Vec<u8> = "image/*"), (Vec<u8> = "video/*"), (Vec<u8> = "application/pdf"), (Vec<u8> = "text/plain"))),
        (status = 416, description = "The file has no such range")))]
pub(crate) async fn content(
    State(app): State<App>,
    caller: Caller,
    Path((case, evidence)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let (found, _, no) = seen(&app, &caller, &case).await?;
    let missing = || ApiError::not_found("evidence");
    let ordinal = ids::ordinal(&evidence, "evidence")?;
    let pieces = &case_of(found.account()?, no)?.evidence;
    let piece = pieces.get(usize::from(ordinal)).ok_or_else(missing)?;
    match app.vault.open_file(caller.id(), &piece.seal).await? {
        Opened::Clear(file) => {
            let part = Part::of(&headers, file.bytes);
            Ok(routes::evidence::download(file, &format!("{case}_{ordinal}"), part))
        }
        Opened::Erased | Opened::Removed | Opened::Missing => Err(missing()),
    }
}

/// A person of the platform takes the case.
#[utoipa::path(post, path = "/v1/account_cases/{account_case}/assign", operation_id = "assignAccountCase",
    tag = "accounts", request_body = api::AccountAssign, responses((status = 200, body = api::Done)))]
pub(crate) async fn assign(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::AccountAssign>,
) -> Done {
    let (intent, new) = intent.split();
    let mediator = match (&new.mediator, intent.caller.actor.party()) {
        (Some(named), _) => {
            let party = parties::pseudonym(&app, intent.caller.id(), "mediator", named)?;
            parties::remember(&app, intent.caller.id(), named).await?;
            party
        }
        (None, Some(own)) => own,
        (None, None) => {
            return Err(ApiError::invalid("mediator", "your id of the mediator, where no mediator acts"));
        }
    };
    acts(&app, &intent, &case, CaseAct::Assign { mediator }, StatusCode::OK).await
}

/// The person who has the case decides. A restriction is lifted, or stays and may be appealed once; a report is upheld, which
/// needs evidence, or not.
#[utoipa::path(post, path = "/v1/account_cases/{account_case}/rulings", operation_id = "ruleAccountCase",
    tag = "accounts", request_body = api::NewAccountRuling, responses((status = 200, body = api::Done)))]
pub(crate) async fn rule(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewAccountRuling>,
) -> Done {
    let (intent, new) = intent.split();
    let words = Some(sealed(&app, &intent.caller, &new.text).await?);
    acts(&app, &intent, &case, CaseAct::Rule { lift: new.lift, words }, StatusCode::OK).await
}

/// The seller appeals, once: another person looks at it.
#[utoipa::path(post, path = "/v1/account_cases/{account_case}/appeal", operation_id = "appealAccountCase",
    tag = "accounts", request_body = api::AccountWords, responses((status = 200, body = api::Done)))]
pub(crate) async fn appeal(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::AccountWords>,
) -> Done {
    says(&app, intent, &case, |words| CaseAct::Appeal { words }).await
}

/// A person renews the restriction before its last day, with a reason; it then lasts as long again (FRZ-6).
#[utoipa::path(post, path = "/v1/account_cases/{account_case}/renew", operation_id = "renewRestriction",
    tag = "accounts", request_body = api::AccountWords, responses((status = 200, body = api::Done)))]
pub(crate) async fn renew(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::AccountWords>,
) -> Done {
    says(&app, intent, &case, |words| CaseAct::Renew { words }).await
}
