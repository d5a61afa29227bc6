import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { lastingFolder } from '#tests/support/temp-folder';
import { examineDatabase, examineSurroundings } from './doctor.server.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedOptions } from './embedded-postgres.server.ts';
import { withConnection } from './one-connection.server.ts';

const database = await freshDatabase('doctor');
const folder = lastingFolder();
let postgres: EmbeddedPostgres;
const unsafe: EmbeddedOptions = {
  sync: false,
  initdb: ['--no-data-checksums'],
  settings: {
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    wal_level: 'minimal',
    max_wal_senders: 0,
  },
};

/** A cluster with everything wrong, and a superuser who is let in for once. */
beforeAll(async () => {
  await (await startEmbeddedPostgres(folder, unsafe)).stop();
  const rules = join(folder, 'postgres/pg_hba.conf');
  writeFileSync(rules, `host all postgres 127.0.0.1/32 trust\n${readFileSync(rules, 'utf8')}`);
  postgres = await startEmbeddedPostgres(folder, unsafe);
  await asSuperuser(`
    create role app_staff; create role app_client; create role app_public; create role app_jobs; create role app_match;
    create role owns login password 'x'; create role belongs login password 'x';
    create role bypasses login bypassrls password 'x'; create role inherits login inherit password 'x';
    create schema platform; create table platform.t (); alter table platform.t owner to owns;
    grant owns to belongs; grant app_staff, app_client, app_public, app_jobs, app_match to inherits, simpul_app;
    grant connect on database simpul to public`);
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const asSuperuser = (sql: string) => withConnection(urlOf('postgres'), (client) => client.query(sql));
const urlOf = (role: string) => `postgres://${role}:x@127.0.0.1:${postgres.port}/simpul`;
const findingsOf = async (url: string) => (await withConnection(url, examineDatabase)).map((finding) => finding.id);

test('what may lose an acknowledged report is refused', async () => {
  const findings = await withConnection(postgres.databaseUrl, examineDatabase);
  const refused = findings.filter((finding) => finding.severity === 'refuse').map((finding) => finding.id);
  expect(refused).toEqual(
    expect.arrayContaining(['fsync_off', 'full_page_writes_off', 'synchronous_commit_off', 'no_checksums']),
  );
  expect(findings.find((finding) => finding.id === 'no_wal_for_backup')?.severity).toBe('warn');
  for (const { says, remedy } of findings)
    for (const sentence of [says.id, says.en, remedy.id, remedy.en]) expect(sentence).toMatch(/\.$/);
});

test('an application that signs in with too much power is refused', async () => {
  expect(await findingsOf(urlOf('postgres'))).toContain('superuser');
  expect(await findingsOf(urlOf('bypasses'))).toContain('bypasses_row_security');
  expect(await findingsOf(urlOf('owns'))).toContain('owns_tables');
  expect(await findingsOf(urlOf('belongs'))).toContain('member_of_owner');
  expect(await findingsOf(urlOf('inherits'))).toContain('holds_group_rights');
});

test('an application that may not take its working roles is refused', async () => {
  expect(await findingsOf(urlOf('owns'))).toContain('lacks_group_roles');
});

test('what other offices ask is not the application’s to read; a cluster that shows it is mended at its next start', async () => {
  expect(await findingsOf(postgres.databaseUrl)).not.toContain('reads_statements');
  await asSuperuser('grant select on pg_stat_statements to public');
  expect(await findingsOf(postgres.databaseUrl)).toContain('reads_statements');

  await postgres.stop();
  rmSync(join(folder, 'postgres/simpul.statements-hidden'));
  postgres = await startEmbeddedPostgres(folder, unsafe);
  expect(await findingsOf(postgres.databaseUrl)).not.toContain('reads_statements');
});

test('a role with nothing but its working roles is not complained about', async () => {
  const mine = await findingsOf(postgres.databaseUrl);
  for (const id of ['superuser', 'owns_tables', 'member_of_owner', 'lacks_group_roles', 'holds_group_rights'] as const)
    expect(mine).not.toContain(id);
});

test('the database that Simpul makes itself is refused for nothing but what the tests weaken', async () => {
  expect(
    (await findingsOf(database.appUrl)).filter((id) => !['fsync_off', 'full_page_writes_off'].includes(id)),
  ).toEqual([]);
});
test('what is unknown about the surroundings is not complained about', () => {
  expect(examineSurroundings({})).toEqual([]);
  const ids = examineSurroundings({ sealedAway: false, secureContext: false, hasAddress: true }).map(({ id }) => id);
  expect(ids).toEqual(['no_checkpoint_destination', 'no_https']);
});
