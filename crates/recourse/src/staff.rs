//! A marketplace's own people on the command line. Passwords come in by standard input, never as an argument, which
//! other users of the machine could read.
use crate::report::{print, table};
use crate::wire::House;
use crate::world::OsRandom;
use anyhow::{Result, bail};
use engine::ports;
use serde::Serialize;
use server::staff::{self, Wish};
use std::io::BufRead;
use zeroize::Zeroizing;

/// Someone to be added.
pub struct New {
    /// The marketplace's own id of the person.
    pub id: String,
    /// With what the person signs in.
    pub login: String,
    /// `mediator` or `finance`.
    pub role: String,
    /// The password, where one was given.
    pub password: Option<Zeroizing<String>>,
}

/// Someone, for the terminal.
#[derive(Serialize)]
struct Person {
    id: String,
    login: String,
    role: String,
    /// Only where it was made now.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

/// The first line of standard input, if it is asked for.
///
/// # Errors
/// Where it cannot be read.
pub fn password(wanted: bool) -> Result<Option<Zeroizing<String>>> {
    if !wanted {
        return Ok(None);
    }
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    let password = line.strip_suffix('\n').unwrap_or(&line);
    Ok(Some(Zeroizing::new(password.strip_suffix('\r').unwrap_or(password).to_owned())))
}

fn person(staff: ports::Staff, password: Option<Zeroizing<String>>) -> Person {
    let password = password.map(|password| password.to_string());
    Person { id: staff.id, login: staff.login, role: staff.role, password }
}

fn said(person: &Person, done: &str) -> String {
    let made = person
        .password
        .as_ref()
        .map(|password| format!("{password}\nGive it to them: it is not shown again.\n"));
    format!("{} ({}) {done}.\n{}", person.login, person.role, made.unwrap_or_default())
}

/// Adds someone.
///
/// # Errors
/// Where there is no such marketplace, a value cannot be, or the id or login is taken.
pub async fn add(house: &House, slug: &str, new: New, json: bool) -> Result<()> {
    let marketplace = house.marketplace(slug).await?;
    let wish = Wish { id: new.id, login: new.login, role: new.role, password: new.password };
    let (added, made) = staff::add(&house.engine, &house.vault, &OsRandom, &marketplace, wish).await?;
    print(json, &person(added, made), |person| said(person, "can sign in at /staff/sign-in"))
}

/// Sets another password.
///
/// # Errors
/// Where there is no such marketplace or person, or it is no password.
pub async fn set_password(
    house: &House,
    slug: &str,
    id: &str,
    password: Option<Zeroizing<String>>,
    json: bool,
) -> Result<()> {
    let marketplace = house.marketplace(slug).await?;
    let (changed, made) = staff::set_password(&house.engine, &OsRandom, &marketplace, id, password).await?;
    print(json, &person(changed, made), |person| said(person, "has another password"))
}

/// Lists everyone.
///
/// # Errors
/// Where there is no such marketplace.
pub async fn list(house: &House, slug: &str, json: bool) -> Result<()> {
    let marketplace = house.marketplace(slug).await?;
    let all = house.engine.store().all_staff(marketplace.id).await?;
    let all: Vec<Person> = all.into_iter().map(|one| person(one, None)).collect();
    let row = |one: &Person| vec![one.login.clone(), one.role.clone(), one.id.clone()];
    print(json, &all, |all| table(&all.iter().map(row).collect::<Vec<_>>()))
}

/// Removes someone.
///
/// # Errors
/// Where there is no such marketplace or person.
pub async fn remove(house: &House, slug: &str, id: &str, json: bool) -> Result<()> {
    let marketplace = house.marketplace(slug).await?;
    if !house.engine.store().remove_staff(marketplace.id, id.to_owned()).await? {
        bail!("there is no staff '{id}' of '{slug}'");
    }
    print(json, &serde_json::json!({ "removed": id }), |_| format!("'{id}' signs in no more.\n"))
}
