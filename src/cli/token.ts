import { existsSync, writeFileSync } from 'node:fs';
import { isUuid, newId } from '#kernel/id';
import { unitsWhere } from '#modules/access';
import { accountProblemWords, programScopes } from '#modules/accounts';
import { apiTokenOf, endApiToken, issueToken, listServiceAccounts, listTokens } from '#modules/accounts/server';
import { unitsBelow } from '#modules/units/server';
import { inLanguage } from '#messages/server';
import { ConsoleProblem } from '#platform/console-problem.server';
import { connect } from '#platform/database.server';
import type { Runner } from '#platform/run.server';
import { administratorOption, asAdministrator } from './administrator.ts';
import { dataOption, Mistyped, say, wholeNumber, type Command, type Values } from './command.ts';
import { withinRights } from './officer.ts';
import { openDatabase, settleData } from './open-database.ts';

const usage = {
  id: 'Pakai: token list | token issue <akun> --scopes <a,b> --label <nama> | token revoke <id>, masing-masing dengan --as <pengelola>.',
  en: 'Use: token list | token issue <account> --scopes <a,b> --label <name> | token revoke <id>, each with --as <administrator>.',
};

export const command: Command = {
  summary: {
    id: 'Menerbitkan, mendaftar, dan mencabut token API akun layanan.',
    en: "Issues, lists and revokes service accounts' tokens for the API.",
  },
  operands: 'list | issue <account> | revoke <id>',
  options: {
    ...administratorOption,
    scopes: { type: 'string', value: 'a,b', says: { id: 'apa yang boleh dilakukan', en: 'what it may do' } },
    label: { type: 'string', value: 'name', says: { id: 'untuk apa token ini', en: 'what the token is for' } },
    days: {
      type: 'string',
      value: 'n',
      says: { id: 'berlaku sekian hari (biasanya 90)', en: 'valid for so many days (usually 90)' },
    },
    out: {
      type: 'string',
      value: 'file',
      says: { id: 'menulis token ke berkas baru ini saja', en: 'writes the token to this new file only' },
    },
    ...dataOption,
  },
  async run(values, [what, which, ...more]) {
    const work = workOf(what, which, more, values);
    const database = await openDatabase(settleData(values));
    const db = connect(database.databaseUrl, { size: 2, name: 'simpul token' });
    try {
      await asAdministrator(db, database, values, (runner) => withinRights(work(runner)));
    } finally {
      await db.destroy();
      await database.close();
    }
  },
};

type Work = (runner: Runner) => Promise<void>;

/** What was typed is judged before anybody is asked for a password. */
function workOf(what: string | undefined, which: string | undefined, more: string[], values: Values): Work {
  if (more.length > 0) throw new Mistyped(usage);
  if (what === 'list' && which === undefined) return list;
  if (what === 'revoke' && isUuid(which)) return (runner) => revoke(runner, which);
  if (what !== 'issue' || !which || typeof values['label'] !== 'string') throw new Mistyped(usage);
  const out = typeof values['out'] === 'string' ? values['out'] : undefined;
  // A token that could not be written down would be issued for nobody.
  if (out !== undefined && existsSync(out))
    throw new ConsoleProblem({
      id: `Berkas ${out} sudah ada; sebut nama lain.`,
      en: `The file ${out} exists already; name another one.`,
    });
  const wanted = {
    account: which,
    label: values['label'],
    scopes: readScopes(values['scopes']),
    days: wholeNumber(values, 'days', 1, 366) ?? 90,
    out,
  };
  return (runner) => issue(runner, wanted);
}

function readScopes(typed: Values[string]): string[] {
  const scopes = typeof typed === 'string' ? typed.split(',').map((scope) => scope.trim()) : [];
  const unknown = scopes.find((scope) => !(programScopes as readonly string[]).includes(scope));
  if (scopes.length > 0 && unknown === undefined) return scopes;
  const known = programScopes.join(', ');
  throw new Mistyped({
    id: `${unknown ? `Tidak ada cakupan ${unknown}` : 'Sebutkan --scopes'}; yang ada: ${known}.`,
    en: `${unknown ? `There is no scope ${unknown}` : 'Name --scopes'}; there are: ${known}.`,
  });
}

async function accountsInReach(runner: Runner): Promise<{ id: string; name: string }[]> {
  return runner.read(async (ctx) => {
    const units = new Set<number>();
    for (const { unitId } of unitsWhere(ctx.actor, 'token:issue'))
      for (const id of await unitsBelow(ctx, unitId)) units.add(id);
    return listServiceAccounts(ctx, [...units]);
  });
}

async function list(runner: Runner): Promise<void> {
  const accounts = await accountsInReach(runner);
  const tokens = await runner.read((ctx) =>
    listTokens(
      ctx,
      accounts.map(({ id }) => id),
    ),
  );
  for (const { id, name } of accounts) {
    say({ id: `${name} (${id})`, en: `${name} (${id})` });
    for (const token of tokens.filter(({ accountId }) => accountId === id)) {
      const until = token.expiresAt.toISOString().slice(0, 10);
      const line = `  ${token.id}  ${token.label}  ${token.scopes.join(',')}`;
      say({ id: `${line}  sampai ${until}`, en: `${line}  until ${until}` });
    }
  }
  if (accounts.length === 0) say({ id: 'Tidak ada akun layanan.', en: 'There are no service accounts.' });
}

async function issue(
  runner: Runner,
  {
    account,
    label,
    scopes,
    days,
    out,
  }: { account: string; label: string; scopes: string[]; days: number; out: string | undefined },
): Promise<void> {
  const found = (await accountsInReach(runner)).filter(({ id, name }) => id === account || name === account);
  if (found.length !== 1)
    throw new ConsoleProblem({
      id: `Tidak ada satu akun layanan bernama ${account}; lihat token list.`,
      en: `There is no one service account called ${account}; see token list.`,
    });
  const id = newId();
  const expiresAt = new Date(runner.now.getTime() + days * 86_400_000);
  const answer = await runner.runOnce({ id, body: { account: found[0]!.id, label, scopes, days } }, (ctx) =>
    issueToken(ctx, { accountId: found[0]!.id, label, scopes, expiresAt }),
  );
  if (!answer.ok) throw refused(answer.refusal);
  const token = apiTokenOf(id);
  if (out === undefined) return console.log(token);
  writeFileSync(out, `${token}\n`, { mode: 0o600, flag: 'wx' });
  say({ id: `Token tertulis di ${out}.`, en: `The token is written to ${out}.` });
}

async function revoke(runner: Runner, tokenId: string): Promise<void> {
  const answer = await runner.runOnce({ id: newId(), body: { tokenId } }, (ctx) => endApiToken(ctx, { tokenId }));
  if (!answer.ok) throw refused(answer.refusal);
  say({
    id: 'Token dicabut; permintaan berikutnya ditolak.',
    en: 'The token is revoked; its next request is refused.',
  });
}

function refused(refusal: string): ConsoleProblem {
  const words = accountProblemWords[refusal] ?? (() => refusal);
  return new ConsoleProblem({ id: inLanguage('id', words), en: inLanguage('en', words) });
}
