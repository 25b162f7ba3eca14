//! The document of the API: made by the registrations of the routes, completed here by what holds for all of them.
mod schemas;

use crate::access::{self, Who};
use api::Problem;
use axum::http::Method;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

const KEY: &str = "key";

/// Completes the document.
pub(crate) fn complete(mut api: OpenApi) -> OpenApi {
    api.info = InfoBuilder::new()
        .title("Recourse")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(include_str!("openapi.md")))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()))
        .build();
    let components = api.components.get_or_insert_default();
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A key of a marketplace or of the installation."));
    components.security_schemes.insert(KEY.to_owned(), RefOr::T(SecurityScheme::Http(bearer.build())));
    for (status, description) in PROBLEMS {
        components.responses.insert(format!("Problem{status}"), RefOr::T(problem(description)));
    }
    schemas::complete(components);
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            complete_operation(path, &method, operation);
        }
    }
    api
}

const PROBLEMS: [(&str, &str); 12] = [
    ("400", "The request cannot be read; `field` and `line` say where"),
    ("401", "No valid key, or no valid signature"),
    ("403", "Not for this key or party; the sentence says for whom"),
    ("404", "Nothing of that id is here, or it is not for this caller to know"),
    (
        "409",
        "Refused: the state of things does not allow it; `code`, `rule` and `from` say why and from when",
    ),
    ("412", "It has changed since the caller looked (`If-Match`)"),
    ("413", "Too large"),
    ("415", "Not a content type that is read here"),
    ("422", "A value that cannot be; `field` says which"),
    ("429", "Too many requests; `Retry-After` says when"),
    ("500", "A fault here; an operator is told"),
    ("503", "Out of service for the moment; send it again with the same key"),
];

fn problem(description: &str) -> utoipa::openapi::Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    ResponseBuilder::new().description(description).content(api::problem::CONTENT_TYPE, content).build()
}

fn operations(item: &mut PathItem) -> Vec<(Method, &mut Operation)> {
    let all =
        [(Method::GET, &mut item.get), (Method::POST, &mut item.post), (Method::DELETE, &mut item.delete)];
    all.into_iter()
        .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
        .collect()
}

fn complete_operation(path: &str, method: &Method, operation: &mut Operation) {
    let who = access::of(method, path);
    let keyed = !matches!(who, Some(Who::Public | Who::Signed));
    let who_may = who.map_or("Nobody.", Who::sentence);
    let description = operation.description.take().unwrap_or_default();
    operation.description = Some(format!("{description}\n\nWho may call it: {who_may}").trim().to_owned());
    if keyed {
        operation.security = Some(vec![SecurityRequirement::new(KEY, Vec::<String>::new())]);
    }
    operation.summary = operation.summary.take().map(|summary| summary.replace('\n', " "));
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description = "As asked".to_owned();
        }
    }
    let parameters = operation.parameters.get_or_insert_default();
    parameters.extend(path_parameters(path).into_iter().map(RefOr::T));
    if keyed && who != Some(Who::Admin) {
        parameters.extend(header_parameters(path, method).into_iter().map(RefOr::T));
    }
    let unneeded: &[&str] = match (keyed, *method == Method::POST) {
        (true, true) => &[],
        (true, false) => &["409", "412", "413", "415"],
        (false, true) => &["403", "409", "412", "422", "429"],
        (false, false) => &["400", "401", "403", "409", "412", "413", "415", "422", "429"],
    };
    for (status, _) in PROBLEMS.iter().filter(|(status, _)| !unneeded.contains(status)) {
        let reference = RefOr::Ref(Ref::from_response_name(format!("Problem{status}")));
        operation.responses.responses.entry((*status).to_owned()).or_insert(reference);
    }
}

/// What `Recourse-Actor` looks like: see [`crate::auth`].
const ACTOR_PATTERN: &str = "^(buyer|seller|mediator|finance):[!-~]([ -~]{0,198}[!-~])?$";
/// What `Idempotency-Key` looks like: see [`crate::extract`].
const KEY_PATTERN: &str = "^[!-~]([ -~]{0,253}[!-~])?$";
/// What `If-Match` looks like: see [`crate::extract`].
const MATCH_PATTERN: &str = r#"^(\*|(W/)?"[0-9]{1,18}")$"#;

fn header(name: &str, pattern: &str, example: &str, description: &str) -> Parameter {
    let mut parameter = text(name, ParameterIn::Header, false, description);
    let schema = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).examples([example]);
    parameter.schema = Some(schema.into());
    parameter
}

fn text(name: &str, place: ParameterIn, required: bool, description: &str) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(if required { Required::True } else { Required::False })
        .description(Some(description))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

/// A parameter for each `{name}` of the path.
fn path_parameters(path: &str) -> Vec<Parameter> {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str| {
        let description = match name {
            "order" => "The order, `ord_…`",
            "case" => "The case, `cas_…`",
            "evidence" => "The piece of evidence, `evi_…`",
            "refund" => "The refund, `ref_…`",
            "hold" => "The hold, `hld_…`",
            "leg" => "Ordinal of the way in the refund, from 0",
            "proposal" => "Ordinal of the proposal in the case, from 0",
            "marketplace" => "The marketplace's slug",
            "party" | "person" | "staff" => "Your own id of the person",
            "role" => "`seller` or `buyer`",
            "account_case" => "The case on the account, `acs_…`",
            "account_evidence" => "Ordinal of the piece of evidence in the case, from 0",
            "statement" => "The number of the statement, from 1, or `open`",
            "policy" => "Content hash of the policy",
            "listing" => "Digest of the listing",
            _ => "Its id",
        };
        let mut parameter = text(name, ParameterIn::Path, true, description);
        if matches!(name, "leg" | "proposal") {
            parameter.schema =
                Some(ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).build().into());
        }
        parameter
    };
    names.map(parameter).collect()
}

fn header_parameters(path: &str, method: &Method) -> Vec<Parameter> {
    let mut all = vec![header(
        "Recourse-Actor",
        ACTOR_PATTERN,
        "buyer:4711",
        "For whom the key acts: `buyer:ID`, `seller:ID`, `mediator:ID` or `finance:ID`; the marketplace itself, if not given",
    )];
    let acts = [
        "/v1/orders/",
        "/v1/cases/",
        "/v1/holds/",
        "/v1/evidence/",
        "/v1/refunds/",
        "/v1/accounts/",
        "/v1/account_cases/",
        "/v1/fund/",
    ];
    if *method == Method::POST && acts.iter().any(|prefix| path.starts_with(prefix)) {
        all.push(header(
            "Idempotency-Key",
            KEY_PATTERN,
            "4d7ac2d1",
            "Recommended. 1 to 255 visible characters; a repeat within 30 days gives the same answer with `Idempotent-Replayed: true`",
        ));
        if !path.starts_with("/v1/account") && !path.starts_with("/v1/fund") {
            let seen = "The `ETag` that you have seen: of the case for acts in a case, else of the order";
            all.push(header("If-Match", MATCH_PATTERN, "\"5\"", seen));
        }
    }
    all
}
