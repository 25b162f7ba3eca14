//! The vault in PostgreSQL: tables of their own in the schema `vault`, in the same database as the events.
//!
//! The permanent list of destructions lies in the database and in a file of the data directory, so that a restored older
//! database meets it. Erasing and adding keys take turns; everything else goes on beside them.
use super::database::Database;
use super::error::{PgError, PgResult};
use super::migrate::{Changes, change, up_to_date};
use crate::{OpenError, destroyed};
use async_trait::async_trait;
use engine::ports::vault::{
    Destruction, KeyState, Owner, PersonRow, Place, SealedRow, VaultStore, VaultStoreError, WrappedKey,
};
use resolution::id::{MarketplaceId, PartyId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tokio_postgres::Row;

pub(super) const VAULT: Changes = Changes {
    before: "CREATE SCHEMA IF NOT EXISTS vault",
    noted_in: "vault.migration",
    all: &[change!("vault/0001_vault")],
};

/// Held together by all who add keys, and alone by whoever erases: no key comes back that was just destroyed.
const ADDING: &str = "SELECT pg_advisory_xact_lock_shared(5391, 2)";
const ERASING: &str = "SELECT pg_advisory_xact_lock(5391, 2)";

const KEY: &str = "SELECT key.generation, key.wrapped, coalesce(erased.generation, 0)
     FROM (SELECT $1::bytea AS marketplace, $2::bytea AS party) who
     LEFT JOIN vault.person_key key USING (marketplace, party)
     LEFT JOIN vault.erased erased USING (marketplace, party)";
const ADD_KEY: &str = "INSERT INTO vault.person_key (marketplace, party, generation, wrapped)
     SELECT $1, $2, $3, $4
     WHERE $3 > coalesce((SELECT generation FROM vault.erased WHERE marketplace = $1 AND party = $2), 0)
     ON CONFLICT (marketplace, party) DO NOTHING";
const PUT_SEALED: &str =
    "INSERT INTO vault.sealed (marketplace, digest, party, generation, bytes, mime, place, ciphertext)
     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bigint[], $6::text[], $7::smallint[],
                          $8::bytea[])
     ON CONFLICT (marketplace, digest) DO NOTHING";
const PUT_PEOPLE: &str = "INSERT INTO vault.person (marketplace, party, generation, sealed)
     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[], $4::bytea[])
     ON CONFLICT (marketplace, party) DO UPDATE SET generation = excluded.generation, sealed = excluded.sealed";
const ROW: &str = "SELECT party, generation, bytes, mime, place, ciphertext FROM vault.sealed
     WHERE marketplace = $1 AND digest = $2";
const PERSON: &str = "SELECT generation, sealed FROM vault.person WHERE marketplace = $1 AND party = $2";
const LINES: &str = "SELECT line FROM vault.destruction ORDER BY number";
const NOTE: &str =
    "INSERT INTO vault.destruction (line) SELECT * FROM unnest($1::text[]) ON CONFLICT DO NOTHING";
const ERASED: &str = "INSERT INTO vault.erased (marketplace, party, generation)
     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[])
     ON CONFLICT (marketplace, party) DO UPDATE SET generation = greatest(erased.generation, excluded.generation)";
const ERASE: [&str; 2] = [
    "DELETE FROM vault.person_key key USING unnest($1::bytea[], $2::bytea[], $3::bigint[]) gone (m, p, g)
     WHERE key.marketplace = gone.m AND key.party = gone.p AND key.generation <= gone.g",
    "DELETE FROM vault.person person USING unnest($1::bytea[], $2::bytea[], $3::bigint[]) gone (m, p, g)
     WHERE person.marketplace = gone.m AND person.party = gone.p AND person.generation <= gone.g",
];
const REMOVE: &str = "UPDATE vault.sealed SET place = 2, ciphertext = NULL
     FROM unnest($1::bytea[], $2::text[]) gone (m, d)
     WHERE marketplace = gone.m AND digest = decode(gone.d, 'hex') AND place <> 2";
/// What was destroyed leaves the tables' files; the server's log and its backups forget it in their own time.
const CLEAN: [&str; 3] = ["VACUUM vault.person_key", "VACUUM vault.person", "VACUUM vault.sealed"];
const CLAIM: &str = "INSERT INTO vault.installation (one, public) VALUES (1, $1) ON CONFLICT DO NOTHING";
const OWNER: &str = "SELECT public FROM vault.installation";

type Result<T> = std::result::Result<T, VaultStoreError>;

/// The vault's storage in PostgreSQL. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct PostgresVault {
    database: Database,
    list: PathBuf,
}

impl PostgresVault {
    /// Brings the tables up to date, and names the file in which the permanent list is kept a second time.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(database: Database, list: &Path) -> std::result::Result<Self, OpenError> {
        up_to_date(&database, &VAULT).await?;
        Ok(Self { database, list: list.to_owned() })
    }

    /// The public key of the installation whose database this is; nothing for a new one.
    ///
    /// # Errors
    /// [`VaultStoreError`].
    pub async fn installation(&self) -> Result<Option<Vec<u8>>> {
        let read = async {
            let row = self.database.reader().await?.query_opt(OWNER, &[]).await?;
            Ok(row.map(|row| row.try_get(0)).transpose()?)
        };
        told("reading whose the database is", self.database.timely(read).await)
    }

    /// Makes it the database of the installation with this public key, unless it is another's; says whose it is now.
    ///
    /// # Errors
    /// [`VaultStoreError`].
    pub async fn claim(&self, public: &[u8]) -> Result<Vec<u8>> {
        let claimed = async { Ok(self.database.writer().await?.execute(CLAIM, &[&public]).await?) };
        told("writing whose the database is", self.database.timely(claimed).await)?;
        let owner = self.installation().await?;
        owner.ok_or_else(|| VaultStoreError::new("reading whose the database is", "it is nobody's"))
    }

    async fn carry_out(&self, lines: Vec<String>, all: &[Destruction]) -> Result<()> {
        let gone = Gone::of(all);
        let done = async {
            let transaction = self.database.transaction().await?;
            let client = transaction.client()?;
            client.batch_execute(ERASING).await?;
            client.execute(NOTE, &[&lines]).await?;
            client.execute(ERASED, &[&gone.of, &gone.who, &gone.generation]).await?;
            for erase in ERASE {
                client.execute(erase, &[&gone.of, &gone.who, &gone.generation]).await?;
            }
            client.execute(REMOVE, &[&gone.removed_of, &gone.removed]).await?;
            transaction.commit().await
        };
        told("destroying", done.await)?;
        self.clean().await;
        Ok(())
    }

    /// It is destroyed for everybody who asks already; who cannot clean up now does it with the next destruction.
    async fn clean(&self) {
        let cleaned = async {
            let client = self.database.writer().await?;
            for clean in CLEAN {
                client.batch_execute(clean).await?;
            }
            PgResult::Ok(())
        };
        if let Err(error) = told("cleaning up after a destruction", cleaned.await) {
            tracing::warn!(%error, "destroyed rows stay in the database's files until it cleans up by itself");
        }
    }

    async fn append(&self, lines: Vec<String>) -> Result<()> {
        let list = self.list.clone();
        blocking("writing the list", move || destroyed::append(&list, &lines)).await
    }
}

/// What is destroyed, in columns.
#[derive(Default)]
struct Gone {
    of: Vec<Vec<u8>>,
    who: Vec<Vec<u8>>,
    generation: Vec<i64>,
    removed_of: Vec<Vec<u8>>,
    removed: Vec<String>,
}

impl Gone {
    fn of(all: &[Destruction]) -> Self {
        let (mut gone, mut erased) = (Self::default(), BTreeMap::new());
        for one in all {
            match one {
                Destruction::Erase { marketplace, party, generation, .. } => {
                    let highest = erased.entry((*marketplace, *party)).or_insert(0);
                    *highest = (*highest).max(i64::from(*generation));
                }
                Destruction::Remove { marketplace, digest, .. } => {
                    gone.removed_of.push(marketplace.0.to_vec());
                    gone.removed.push(digest.clone());
                }
            }
        }
        for ((marketplace, party), generation) in erased {
            gone.of.push(marketplace.0.to_vec());
            gone.who.push(party.0.to_vec());
            gone.generation.push(generation);
        }
        gone
    }
}

fn told<T>(doing: &'static str, result: PgResult<T>) -> Result<T> {
    result.map_err(|error| match error {
        PgError::Postgres(error) => VaultStoreError::new(doing, error),
        PgError::Pool(error) => VaultStoreError::new(doing, error),
        PgError::Store(error) => VaultStoreError::new(doing, error),
        PgError::Silent => VaultStoreError::new(doing, "the database did not answer in time"),
    })
}

async fn blocking<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|e| VaultStoreError::new(doing, e))?;
    done.map_err(|e| VaultStoreError::new(doing, e))
}

fn parse(line: &str) -> Result<Destruction> {
    serde_json::from_str(line).map_err(|e| VaultStoreError::new("reading the list of destructions", e))
}

fn generation(row: &Row, column: usize) -> PgResult<u32> {
    u32::try_from(row.try_get::<_, i64>(column)?).map_err(|_| super::error::damaged("a key's generation"))
}

fn sixteen(row: &Row, column: usize) -> PgResult<[u8; 16]> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| super::error::damaged("a party's pseudonym"))
}

fn key_state(row: &Row) -> PgResult<KeyState> {
    let key = match row.try_get::<_, Option<Vec<u8>>>(1)? {
        Some(bytes) => Some(WrappedKey { generation: generation(row, 0)?, bytes }),
        None => None,
    };
    Ok(KeyState { key, erased: generation(row, 2)? })
}

fn sealed_row(marketplace: MarketplaceId, digest: [u8; 32], row: &Row) -> PgResult<SealedRow> {
    let place = match (row.try_get::<_, i16>(4)?, row.try_get::<_, Option<Vec<u8>>>(5)?) {
        (0, Some(ciphertext)) => Place::Row(ciphertext),
        (1, _) => Place::Blob,
        _ => Place::Removed,
    };
    Ok(SealedRow {
        owner: Owner { marketplace, party: PartyId(sixteen(row, 0)?) },
        digest,
        generation: generation(row, 1)?,
        bytes: u64::try_from(row.try_get::<_, i64>(2)?).unwrap_or(0),
        mime: row.try_get(3)?,
        place,
    })
}

#[async_trait]
impl VaultStore for PostgresVault {
    async fn key(&self, owner: Owner) -> Result<KeyState> {
        let read = async {
            let (of, who) = (&owner.marketplace.0[..], &owner.party.0[..]);
            key_state(&self.database.reader().await?.query_one(KEY, &[&of, &who]).await?)
        };
        told("reading a key", self.database.timely(read).await)
    }

    async fn add_key(&self, owner: Owner, key: WrappedKey) -> Result<KeyState> {
        let done = async {
            let (of, who) = (&owner.marketplace.0[..], &owner.party.0[..]);
            let transaction = self.database.transaction().await?;
            let client = transaction.client()?;
            client.batch_execute(ADDING).await?;
            client.execute(ADD_KEY, &[&of, &who, &i64::from(key.generation), &key.bytes]).await?;
            let state = key_state(&client.query_one(KEY, &[&of, &who]).await?)?;
            transaction.commit().await?;
            Ok(state)
        };
        told("storing a key", self.database.timely(done).await)
    }

    async fn put(&self, rows: Vec<SealedRow>, people: Vec<PersonRow>) -> Result<()> {
        let (rows, people) = (SealedColumns::of(&rows), PeopleColumns::of(&people));
        let done = async {
            let transaction = self.database.transaction().await?;
            let client = transaction.client()?;
            if !rows.of.is_empty() {
                let SealedColumns { of, digest, who, generation, bytes, mime, place, ciphertext } = &rows;
                let columns: [&(dyn tokio_postgres::types::ToSql + Sync); 8] =
                    [of, digest, who, generation, bytes, mime, place, ciphertext];
                client.execute(PUT_SEALED, &columns).await?;
            }
            if !people.of.is_empty() {
                client
                    .execute(PUT_PEOPLE, &[&people.of, &people.who, &people.generation, &people.sealed])
                    .await?;
            }
            transaction.commit().await
        };
        told("storing sealed material", self.database.timely(done).await)
    }

    async fn row(&self, marketplace: MarketplaceId, digest: [u8; 32]) -> Result<Option<SealedRow>> {
        let read = async {
            let (of, named) = (&marketplace.0[..], &digest[..]);
            let row = self.database.reader().await?.query_opt(ROW, &[&of, &named]).await?;
            row.map(|row| sealed_row(marketplace, digest, &row)).transpose()
        };
        told("reading sealed material", self.database.timely(read).await)
    }

    async fn person(&self, owner: Owner) -> Result<Option<PersonRow>> {
        let read = async {
            let (of, who) = (&owner.marketplace.0[..], &owner.party.0[..]);
            let row = self.database.reader().await?.query_opt(PERSON, &[&of, &who]).await?;
            row.map(|row| Ok(PersonRow { owner, generation: generation(&row, 0)?, bytes: row.try_get(1)? }))
                .transpose()
        };
        told("reading a person", self.database.timely(read).await)
    }

    async fn destroy(&self, destruction: Destruction) -> Result<()> {
        let line =
            serde_json::to_string(&destruction).map_err(|e| VaultStoreError::new("writing the list", e))?;
        self.append(vec![line.clone()]).await?;
        self.carry_out(vec![line], &[destruction]).await
    }

    async fn repeat(&self) -> Result<()> {
        let list = self.list.clone();
        let outside = blocking("reading the list", move || destroyed::read(&list)).await?;
        let read = async { Ok(self.database.reader().await?.query(LINES, &[]).await?) };
        let inside = told("reading the list", self.database.timely(read).await)?;
        let inside = inside.iter().map(|row| row.try_get(0)).collect::<std::result::Result<Vec<String>, _>>();
        let inside = inside.map_err(|e| VaultStoreError::new("reading the list", e))?;
        let known: std::collections::HashSet<&String> = outside.iter().collect();
        let lost: Vec<String> = inside.into_iter().filter(|line| !known.contains(line)).collect();
        self.append(lost.clone()).await?;
        let lines: Vec<String> = outside.iter().chain(&lost).cloned().collect();
        let all = lines.iter().map(|line| parse(line)).collect::<Result<Vec<_>>>()?;
        if all.is_empty() { Ok(()) } else { self.carry_out(lines, &all).await }
    }

    async fn destructions(&self) -> Result<Vec<Destruction>> {
        let read = async { Ok(self.database.reader().await?.query(LINES, &[]).await?) };
        let rows = told("reading the list of destructions", self.database.timely(read).await)?;
        let line = |row: &Row| row.try_get::<_, String>(0);
        rows.iter()
            .map(|row| {
                parse(&line(row).map_err(|e| VaultStoreError::new("reading the list of destructions", e))?)
            })
            .collect()
    }
}

/// Sealed rows, in columns.
#[derive(Default)]
struct SealedColumns<'a> {
    of: Vec<&'a [u8]>,
    digest: Vec<&'a [u8]>,
    who: Vec<&'a [u8]>,
    generation: Vec<i64>,
    bytes: Vec<i64>,
    mime: Vec<&'a str>,
    place: Vec<i16>,
    ciphertext: Vec<Option<&'a [u8]>>,
}

impl<'a> SealedColumns<'a> {
    fn of(rows: &'a [SealedRow]) -> Self {
        let mut columns = Self::default();
        // In one order for all, so that no two writers wait for each other.
        let sorted: BTreeMap<_, _> =
            rows.iter().rev().map(|row| ((row.owner.marketplace, row.digest), row)).collect();
        for row in sorted.into_values() {
            let (place, ciphertext) = match &row.place {
                Place::Row(bytes) => (0, Some(bytes.as_slice())),
                Place::Blob => (1, None),
                Place::Removed => (2, None),
            };
            columns.of.push(&row.owner.marketplace.0);
            columns.digest.push(&row.digest);
            columns.who.push(&row.owner.party.0);
            columns.generation.push(i64::from(row.generation));
            columns.bytes.push(i64::try_from(row.bytes).unwrap_or(i64::MAX));
            columns.mime.push(&row.mime);
            columns.place.push(place);
            columns.ciphertext.push(ciphertext);
        }
        columns
    }
}

/// People, in columns; of one who is named twice, the last.
#[derive(Default)]
struct PeopleColumns<'a> {
    of: Vec<&'a [u8]>,
    who: Vec<&'a [u8]>,
    generation: Vec<i64>,
    sealed: Vec<&'a [u8]>,
}

impl<'a> PeopleColumns<'a> {
    fn of(people: &'a [PersonRow]) -> Self {
        let mut columns = Self::default();
        let sorted: BTreeMap<_, _> = people.iter().map(|row| (row.owner, row)).collect();
        for row in sorted.into_values() {
            columns.of.push(&row.owner.marketplace.0);
            columns.who.push(&row.owner.party.0);
            columns.generation.push(i64::from(row.generation));
            columns.sealed.push(&row.bytes);
        }
        columns
    }
}
