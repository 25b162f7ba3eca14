//! The binary: reads the command line, wires everything, and says what came of it.
//!
//! Ends with 0 where all is well, 1 where something asked about is not (a policy with mistakes, a file that cannot be
//! read, an installation that does not verify), 2 where the work could not be done.
mod bench;
mod cli;
mod demo;
mod import;
mod keeping;
mod keys;
mod ledger;
mod logs;
mod markets;
mod policies;
mod policy;
mod quarantine;
mod report;
mod serve;
mod settings;
mod simulate;
mod staff;
mod stop;
mod storage;
mod verify;
mod wire;
mod world;
mod zones;

use anyhow::Result;
use cli::{
    Backup, Command, Config, Data, Databases, Import, Key, Ledger, Market, Policy, Restore, Staff,
};
use engine::ports::Clock;
use std::io::Write;
use std::process::ExitCode;

/// Every command makes and drops thousands of small things: this allocator does so in less time than the system's
/// (`docs/PERFORMANCE.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let read = settings::read(&world::arguments()).and_then(|cli| logs::start(&cli).map(|()| cli));
    let cli = match read {
        Ok(cli) => cli,
        Err(error) => return failed(&error),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = runtime.map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(run(cli.command)));
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    // If even this cannot be written, the exit code still says it.
    let _unheard = writeln!(std::io::stderr(), "recourse: {error:#}");
    ExitCode::from(2)
}

/// Does it; false where the answer is no.
async fn run(command: Command) -> Result<bool> {
    match command {
        Command::Serve(wish) => serve::serve(&wish).await.map(|()| true),
        Command::Config(Config::Check { file, connect, output }) => {
            settings::check(file.as_deref(), connect, output.json).await
        }
        Command::Config(Config::Example) => report::write(&settings::example()).map(|()| true),
        Command::Demo { seed, orders, data, database, listen, languages } => {
            let wish = demo::Wish { seed, orders, data, database, listen, languages };
            demo::demo(wish).await.map(|()| true)
        }
        Command::Import(import) => run_import(import).await,
        Command::Policy(policy) => run_policy(policy).await,
        Command::Ledger(ledger) => run_ledger(ledger).await,
        Command::Verify { data, output } => verify::verify(&wire::open(&data).await?, output.json).await,
        Command::Erase { data, marketplace, person, why, output } => {
            let house = wire::open(&data).await?;
            verify::erase(&house, &marketplace, &person, &why, output.json).await.map(|()| true)
        }
        Command::Backup(backup) => run_backup(&backup).map(|()| true),
        Command::Restore(restore) => run_restore(restore).await,
        Command::Database(Databases::Copy { from, to, data, output }) => {
            let done = keeping::database::copy(&keeping::database::Wish { from, to, data }).await?;
            report::print(output.json, &done, keeping::database::Report::words)?;
            Ok(done.verified.ok)
        }
        Command::Marketplace(market) => run_market(market).await.map(|()| true),
        Command::Key(Key::Create { data, marketplace, name, output }) => {
            let house = wire::open(&data).await?;
            markets::create_key(&house, marketplace.as_deref(), &name, output.json).await.map(|()| true)
        }
        Command::Staff(staff) => run_staff(staff).await.map(|()| true),
        Command::Bench(wish) => bench::run(wish).await.map(|()| true),
        Command::Quarantine(command) => quarantine::run(command).await.map(|()| true),
        Command::Simulate(wish) => simulate::run(&wish).await,
        Command::Openapi => serve::openapi().map(|()| true),
    }
}

fn run_backup(backup: &Backup) -> Result<()> {
    let Backup { data, to, with_keys, output } = backup;
    let made =
        keeping::take::take(keeping::take::Wish { data, to, with_keys: *with_keys }, world::OsClock.now())?;
    report::print(output.json, &made, keeping::take::Report::words)
}

async fn run_restore(restore: Restore) -> Result<bool> {
    let Restore { from, data, keys, destroyed, lost, accept_loss, who, output } = restore;
    let accept = accept_loss.map(|why| keeping::accept::Accept::new(&who, &why)).transpose()?;
    let done = match (from, accept) {
        (Some(from), accept) => {
            if data.database.address().is_some() {
                anyhow::bail!(
                    "a backup is restored to SQLite: leave --database out and unset RECOURSE_DATABASE; then move it with \
                     `recourse database copy --from sqlite:{} --to postgres://…`",
                    data.dir.display()
                );
            }
            let data = data.dir;
            let wish = keeping::restore::Wish { from, data, keys, destroyed, lost, accept };
            keeping::restore::restore(wish).await?
        }
        (None, Some(accept)) => keeping::restore::accept(&data, &accept).await?,
        (None, None) => anyhow::bail!("name the backup with --from"),
    };
    report::print(output.json, &done, keeping::restore::Report::words)?;
    Ok(done.verified.ok)
}

async fn run_staff(command: Staff) -> Result<()> {
    match command {
        Staff::Add { data, marketplace, id, login, role, password_stdin, output } => {
            let house = wire::open(&data).await?;
            let new = staff::New { id, login, role, password: staff::password(password_stdin)? };
            staff::add(&house, &marketplace, new, output.json).await
        }
        Staff::List { data, marketplace, output } => {
            staff::list(&wire::open(&data).await?, &marketplace, output.json).await
        }
        Staff::Password { data, marketplace, id, password_stdin, output } => {
            let house = wire::open(&data).await?;
            let password = staff::password(password_stdin)?;
            staff::set_password(&house, &marketplace, &id, password, output.json).await
        }
        Staff::Remove { data, marketplace, id, output } => {
            staff::remove(&wire::open(&data).await?, &marketplace, &id, output.json).await
        }
    }
}

async fn run_import(import: Import) -> Result<bool> {
    match import {
        Import::Olist { folder, data, policy, until, cases, output } => {
            let house = wire::open_or_make(&data).await?;
            let wish = import::olist::run::Wish {
                folder: &folder,
                policy: policy.as_deref(),
                until: until.as_deref(),
                cases,
            };
            let done = import::olist::run::run(&house, wish).await?;
            report::print(output.json, &done, import::olist::report::Report::words)?;
            Ok(true)
        }
        Import::Tracking { files, data, database, marketplace, output } => {
            let done = match data.zip(marketplace) {
                Some((dir, slug)) => {
                    let house = wire::open(&Data { dir, database }).await?;
                    let marketplace = house.marketplace(&slug).await?;
                    import::tracking::run(&files, Some((&house, &marketplace))).await?
                }
                None => import::tracking::run(&files, None).await?,
            };
            report::print(output.json, &done, import::tracking::Report::words)?;
            Ok(done.unreadable == 0)
        }
    }
}

async fn run_policy(command: Policy) -> Result<bool> {
    match command {
        Policy::Check { policy: name, output } => policy::check(&name, output.json),
        Policy::Test { policy: name, output } => policy::test(&name, output.json),
        Policy::Show { policy: name, format, output } => {
            policy::show(&name, format, output.json).map(|()| true)
        }
        Policy::Explain { case, data, output } => {
            policy::explain_case(&wire::open(&data).await?, &case, output.json).await.map(|()| true)
        }
        Policy::Story { policies } => policy::story::story(&policies).map(|()| true),
        Policy::Replay(wish) => {
            policy::replay::run(&wire::open(&wish.data).await?, &wish).await.map(|()| true)
        }
    }
}

async fn run_ledger(command: Ledger) -> Result<bool> {
    match command {
        Ledger::Export { data, format, marketplace } => {
            ledger::export(&wire::open(&data).await?, marketplace.as_deref(), format).await.map(|()| true)
        }
        Ledger::Balances { data, marketplace, output } => {
            let balances = ledger::balances(&wire::open(&data).await?, marketplace.as_deref()).await?;
            report::print(output.json, &balances, ledger::Balances::words)?;
            Ok(balances.balanced)
        }
    }
}

async fn run_market(command: Market) -> Result<()> {
    match command {
        Market::Create { slug, data, zone, currency, policy, calendar, sandbox, languages, output } => {
            let house = wire::open_or_make(&data).await?;
            let start = |text: String| {
                text.parse().map_err(|error| anyhow::anyhow!("--sandbox is '{text}': {error}"))
            };
            let sandbox = sandbox.map(start).transpose()?;
            let wish = markets::Wish { slug, zone, currency, policy, calendar, sandbox, languages };
            markets::create(&house, wish, output.json).await
        }
        Market::List { data, output } => markets::list(&wire::open(&data).await?, output.json).await,
    }
}
