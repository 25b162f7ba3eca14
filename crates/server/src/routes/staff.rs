//! The marketplace's own people who sign in with a password.
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::staff::{self, StaffError, Wish};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::ports::Staff;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use zeroize::Zeroizing;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(add, list)).routes(routes!(remove)).routes(routes!(set_password))
}

/// Adds someone who signs in at `/staff/sign-in`. Without a password one is made, and shown only here.
#[utoipa::path(post, path = "/v1/staff", operation_id = "addStaff", tag = "portals",
    request_body = api::NewStaff, responses((status = 201, body = api::StaffMade)))]
async fn add(
    State(app): State<App>,
    intent: Intent<api::NewStaff>,
) -> Answer<(StatusCode, Json<api::StaffMade>)> {
    let (intent, new) = intent.split();
    let password = new.password.map(Zeroizing::new);
    let wish = Wish { id: new.id, login: new.login, role: new.role, password };
    let marketplace = &intent.caller.marketplace;
    let made = staff::add(&app.engine, &app.vault, app.random.as_ref(), marketplace, wish).await?;
    Ok((StatusCode::CREATED, Json(view_made(made))))
}

/// Everyone who signs in with a password.
#[utoipa::path(get, path = "/v1/staff", operation_id = "listStaff", tag = "portals",
    responses((status = 200, body = api::StaffList)))]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Json<api::StaffList>> {
    let all = app.engine.store().all_staff(caller.id()).await?;
    Ok(Json(api::StaffList { items: all.into_iter().map(view).collect() }))
}

/// Removes someone: password and login are gone, and every session that the password began has ended. What the person did
/// stays as it is.
#[utoipa::path(delete, path = "/v1/staff/{staff}", operation_id = "removeStaff", tag = "portals",
    responses((status = 204, description = "The person signs in no more")))]
async fn remove(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Answer<StatusCode> {
    if app.engine.store().remove_staff(caller.id(), id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("staff"))
    }
}

/// Sets another password and ends every session that the old one began. Without a password one is made, and shown only
/// here.
#[utoipa::path(post, path = "/v1/staff/{staff}/password", operation_id = "setStaffPassword", tag = "portals",
    request_body = api::NewPassword, responses((status = 200, body = api::StaffMade)))]
async fn set_password(
    State(app): State<App>,
    Path(id): Path<String>,
    intent: Intent<api::NewPassword>,
) -> Answer<Json<api::StaffMade>> {
    let (intent, new) = intent.split();
    let password = new.password.map(Zeroizing::new);
    let marketplace = &intent.caller.marketplace;
    let made = staff::set_password(&app.engine, app.random.as_ref(), marketplace, &id, password).await?;
    Ok(Json(view_made(made)))
}

fn view(staff: Staff) -> api::Staff {
    api::Staff { id: staff.id, login: staff.login, role: staff.role, created: staff.created }
}

fn view_made((staff, password): (Staff, Option<Zeroizing<String>>)) -> api::StaffMade {
    api::StaffMade { staff: view(staff), password: password.map(|password| password.to_string()) }
}

impl From<StaffError> for ApiError {
    fn from(error: StaffError) -> Self {
        match error {
            StaffError::Invalid { field, expected } => Self::invalid(field, expected),
            StaffError::Nobody => Self::not_found("staff"),
            StaffError::Store(error) => error.into(),
            StaffError::Vault(error) => error.into(),
        }
    }
}
