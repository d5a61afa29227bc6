import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ConsoleProblem } from './console-problem.server.ts';
import { groupRoles } from './group-roles.ts';
import { installJobQueue, openJobQueue } from './job-queue.server.ts';
import { placeOf, withConnection } from './one-connection.server.ts';

type Migration = { name: string; sql: string; sha256: string };
type Applied = { name: string; sha256: string };

const oldestServer = 180_000;
const migrationLock = 5_141_945; // any fixed number: one migration at a time, however many servers start together
const ourFolder = fileURLToPath(new URL('../../db/migrations', import.meta.url));

/** What this release knows, in order: the past of every database that it can open begins like this. */
export function listMigrations(folder = ourFolder): { name: string; sha256: string }[] {
  return readMigrations(folder).map(({ name, sha256 }) => ({ name, sha256 }));
}

/** Brings the database to this release, or only as far as one file, and answers which files it applied. */
export async function migrateDatabase(ownerUrl: string, folder = ourFolder, through?: string): Promise<string[]> {
  return withConnection(ownerUrl, async (client) => {
    await refuseOldServer(client);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(ownTable);
    const files = readMigrations(folder);
    const { rows } = await client.query<Applied>('select name, sha256 from platform.migration order by name');
    const pending = pendingAfter(rows, files).filter(({ name }) => through === undefined || name <= through);

    await installJobQueue(ownerUrl);
    for (const file of pending) await apply(client, file);
    await openJobQueue(client);
    return pending.map((file) => file.name);
  });
}

/** Drops every schema that the migrations and the queue made, with all that is in it; the roles stay. Refused while anybody is connected. */
export async function undoMigrations(ownerUrl: string, folder = ourFolder): Promise<void> {
  const made = readMigrations(folder).flatMap(({ sql }) => [
    ...sql.matchAll(/^create schema (?:if not exists )?(\w+);/gm),
  ]);
  const schemas = ['graphile_worker', ...new Set(made.map(([, name]) => name!))];
  await withConnection(ownerUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const { rows } = await client.query(
      `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    if (rows.length > 0)
      throw new ConsoleProblem({
        id: `Basis data ${placeOf(ownerUrl)} sedang dipakai ${rows.length} sambungan lain; hentikan Simpul di semua mesin dahulu.`,
        en: `The database ${placeOf(ownerUrl)} is in use by ${rows.length} other connections; stop Simpul on every machine first.`,
      });
    await client.query(`drop schema if exists ${schemas.map((name) => pg.escapeIdentifier(name)).join(', ')} cascade`);
  });
}

/** Lets the application's login role take the group roles, and never hold their rights without taking one. */
export async function grantApplicationRole(ownerUrl: string, role: string): Promise<void> {
  await withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query(
      `select from unnest($2::text[]) wanted
       where not exists (select from pg_auth_members m where m.roleid = to_regrole(wanted) and m.member = to_regrole($1)
                         and m.set_option and not m.inherit_option)`,
      [pg.escapeIdentifier(role), groupRoles],
    );
    if (rows.length === 0) return;
    try {
      await client.query(`grant ${groupRoles.join(', ')} to ${pg.escapeIdentifier(role)} with inherit false, set true`);
    } catch (error) {
      throw (error as { code?: string }).code === '42501' ? foreignRoles(ownerUrl, role, error) : error;
    }
  });
}

/** Roles belong to a whole server: whose owner made them for another Simpul there, he alone may hand them out. */
function foreignRoles(ownerUrl: string, role: string, cause: unknown): ConsoleProblem {
  const grant = `GRANT ${groupRoles.join(', ')} TO ${role} WITH INHERIT FALSE, SET TRUE`;
  return new ConsoleProblem(
    {
      id: `Peran ${groupRoles[0]} dan lainnya di server ini dibuat pemilik lain, sehingga ${placeOf(ownerUrl)} tidak boleh memberikannya; sebagai superuser jalankan: ${grant}`,
      en: `The roles ${groupRoles[0]} and others on this server were made by another owner, so ${placeOf(ownerUrl)} may not grant them; as its superuser run: ${grant}`,
    },
    { cause },
  );
}

/** What is still to be applied. The past is fixed: a changed, missing or squeezed-in file is refused before anything runs. */
export function pendingAfter(applied: Applied[], files: Migration[]): Migration[] {
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const past of applied) {
    const file = byName.get(past.name);
    if (!file)
      throw new ConsoleProblem({
        id: `Basis data sudah memuat ${past.name} yang tidak dikenal program ini; pasang versi Simpul yang lebih baru.`,
        en: `The database already holds ${past.name}, which this program does not know; install a newer version of Simpul.`,
      });
    if (file.sha256 !== past.sha256)
      throw new ConsoleProblem({
        id: `Berkas db/migrations/${past.name} berubah sesudah diterapkan; kembalikan isinya dan tulis perubahan sebagai berkas baru.`,
        en: `The file db/migrations/${past.name} was changed after it was applied; put it back and write the change as a new file.`,
      });
  }
  const done = new Set(applied.map((past) => past.name));
  const last =
    applied
      .map((past) => past.name)
      .sort()
      .at(-1) ?? '';
  const pending = files.filter((file) => !done.has(file.name));
  const late = pending.find((file) => file.name < last);
  if (late)
    throw new ConsoleProblem({
      id: `Berkas db/migrations/${late.name} mendahului ${last} yang sudah diterapkan; beri nomor yang lebih besar.`,
      en: `The file db/migrations/${late.name} comes before ${last}, which is already applied; give it a higher number.`,
    });
  return pending;
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      // A checkout on Windows may have other line ends; the file is the same.
      const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}

async function apply(client: pg.Client, file: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(file.sql);
    await client.query('insert into platform.migration (name, sha256) values ($1, $2)', [file.name, file.sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    const { message, position, where } = error as pg.DatabaseError;
    const line = position ? file.sql.slice(0, Number(position)).split('\n').length : undefined;
    const place = line ? `:${line}` : where ? ` (${where.split('\n')[0]})` : '';
    throw new ConsoleProblem(
      {
        id: `Migrasi db/migrations/${file.name}${place} gagal dan dibatalkan seluruhnya: ${message}`,
        en: `The migration db/migrations/${file.name}${place} failed and was undone whole: ${message}`,
      },
      { cause: error },
    );
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; version: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version`,
  );
  if (Number(rows[0]?.number) >= oldestServer) return;
  throw new ConsoleProblem({
    id: `Server basis data adalah PostgreSQL ${rows[0]?.version}; Simpul memerlukan PostgreSQL 18 atau lebih baru.`,
    en: `The database server is PostgreSQL ${rows[0]?.version}; Simpul needs PostgreSQL 18 or newer.`,
  });
}

const ownTable = `
  create schema if not exists platform;
  do $$ begin
    if to_regclass('platform.migration') is null then
      create table platform.migration (
        name       text primary key,
        sha256     text not null,
        applied_at timestamptz not null default now()
      );
      comment on table platform.migration is 'Which files of db/migrations this database holds, with the hash of each as it was applied.';
      alter table platform.migration enable row level security;
      alter table platform.migration force row level security;
      create policy owner_works on platform.migration to current_user using (true) with check (true);
    end if;
  end $$`;
