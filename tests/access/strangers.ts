import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { roles, type Role } from '#modules/access';
import { privacyNotice } from '#modules/accounts';
import type { Answer, Browser } from '../corpus/forms/browser.ts';
import type { FormName } from '../corpus/forms/list-forms.ts';
import type { Office } from '../corpus/forms/office.ts';
import { packed, target, type Filled, type Scenario, type Scene } from '../corpus/forms/scenario.ts';
import { footprints, type Written } from '../corpus/forms/writes.ts';
import { actsOf, holderOf } from './form-acts.ts';
import { readRoutes } from './http-routes.ts';
import { signed } from './signed.ts';
import { reachesBy, type Tie } from './tables.ts';

/** Somebody who may not do what a form does: an officer of some role and office without clients, a card, or nobody. */
export type Stranger = { name: string; cookie: string; accountId?: string } & (
  { as: 'staff'; role: Role; at: Place } | { as: 'client' | 'guarantor'; caseId: string } | { as: 'nobody' }
);

/** The demo's offices by the numbers that signed.ts gives them. */
export const offices = {
  1: 'ditjenpas',
  2: 'kanwil-sumsel',
  3: 'bapas-palembang',
  4: 'bapas-musi-rawas-utara',
  5: 'kanwil-ntb',
  6: 'bapas-gili-lestari',
} as const;
export type Place = keyof typeof offices;
const places = Object.keys(offices).map(Number) as Place[];

const routes = readRoutes();
const routeOf = (name: FormName) => name.split(' ')[0]!;
const absentId = 'abcdef01-2345-4678-9abc-def012345678';
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Sends forms that others have filled in. Nothing that is sent so may be taken, leave anything, or tell what is there. */
export class Strangers {
  readonly everybody: readonly Stranger[];
  sent = 0;
  #turn = 0;
  readonly #office: Office;
  readonly #browser: Browser;
  readonly #unitIds: ReadonlyMap<number, number>;

  private constructor(office: Office, everybody: readonly Stranger[], unitIds: ReadonlyMap<number, number>) {
    this.#office = office;
    this.#browser = office.stranger();
    this.everybody = everybody;
    this.#unitIds = unitIds;
  }

  static async at(office: Office): Promise<Strangers> {
    const units = await office.rows<{ id: number; code: string }>('select id, code from units.unit');
    const unitIds = new Map(places.map((at) => [at, units.find(({ code }) => code === offices[at])!.id]));
    const everybody: Stranger[] = [{ as: 'nobody', name: 'nobody', cookie: '' }];
    // An administrator above the demo's own would take the house's keys from him.
    for (const at of places)
      for (const role of roles)
        if (role !== 'office_admin' || (at !== 1 && at !== 2)) everybody.push(await anOfficer(office, role, at));
    for (const as of ['client', 'guarantor'] as const) everybody.push(await aCard(office, as));
    return new Strangers(office, everybody, unitIds);
  }

  close(): void {
    this.#browser.close();
  }

  /** Those whom access.csv does not let do this. */
  of(name: FormName): Stranger[] {
    return this.everybody.filter((one) => !isLetIn(name, one));
  }

  /** Three of them, others for each form: somebody of the office itself, somebody with the right elsewhere, and one from outside. */
  aFew(name: FormName): Stranger[] {
    this.#turn += 1;
    const holder = holderOf(name);
    const { by } = actsOf(name);
    const may = (role: Role) => typeof by === 'string' || by.some((act) => holds(role, act));
    const all = this.of(name);
    const groups = [
      all.filter((one) => one.as === 'staff' && one.at === holder),
      all.filter((one) => one.as === 'staff' && one.at !== holder && may(one.role)),
      all.filter(({ as }) => as !== 'staff'),
    ];
    return groups.flatMap((group) => (group.length > 0 ? [group[this.#turn % group.length]!] : []));
  }

  /** What is wrong with how the form is refused to somebody. */
  async send(name: FormName, scenario: Scenario, filled: Filled & Scene, who: Stranger): Promise<string[]> {
    const hidden = await this.#post(filled, who, (text) => text);
    const faults = this.#judge(name, scenario, who, hidden);
    if (hidden.writes.length === 0 && this.#mustBeAlike(name, who)) {
      const absent = await this.#post(filled, who, toNothing);
      if (alike(hidden.answer) !== alike(absent.answer))
        faults.push(`is answered ${hidden.answer.status}, and of what does not exist ${absent.answer.status}`);
    }
    return faults.map((fault) => `${who.name} ${fault}`);
  }

  async #post(filled: Filled & Scene, who: Stranger, change: (text: string) => string): Promise<Sent> {
    const sent: Filled['sent'] = filled.sent.map(([key, value]) => [
      key,
      key === 'submissionId' ? randomUUID() : typeof value === 'string' ? change(value) : value,
    ]);
    await this.#office.writes();
    const path = change(target(this.#browser, filled));
    const answer = await this.#browser.send({
      method: 'POST',
      path,
      headers: { cookie: who.cookie },
      body: packed(filled.form, sent),
    });
    this.sent += 1;
    return { answer, writes: (await this.#office.writes()).filter(({ table }) => !footprints.includes(table)) };
  }

  #judge(name: FormName, scenario: Scenario, who: Stranger, { answer, writes }: Sent): string[] {
    const { by, about } = actsOf(name);
    const told = routes.get(routeOf(name))!;
    const faults: string[] = [];
    const isDone = (scenario.done ?? (({ status }) => status === 303))({
      status: answer.status,
      html: answer.body.toString(),
    });
    const at = answer.headers.location ?? '';
    const isSentAway = answer.status === 401 || (answer.status === 303 && /^\/(sign-in(\?|$)|l\?said=ended)/.test(at));
    if (answer.status >= 500) faults.push(`is answered ${answer.status}`);

    const belongsTo = told.who === 'own' ? who.as === 'client' || who.as === 'guarantor' : who.as === 'staff';
    if (!belongsTo) {
      if (!isSentAway) faults.push(`is not sent away but answered ${answer.status} ${at}`);
      return [...faults, ...writes.map(saysWritten)];
    }
    // What names nobody else's record is done for the sender himself, or at his own office.
    const isFree = by === 'self' || by === 'own' || (about === 'office' && !/\[/.test(routeOf(name)));
    const foreign = isFree
      ? writes.filter((one) => !scenario.traces?.includes(one.table) && !this.#isOwn(who, one))
      : writes;
    faults.push(...foreign.map(saysWritten));
    if (isDone && !isFree) faults.push(`is taken: ${answer.status} ${at}`);
    if (who.as === 'staff' && told.any?.every((act) => !holds(who.role, act)) && answer.status !== 403)
      faults.push(`lacks the right, and is answered ${answer.status}`);
    return faults;
  }

  #isOwn(who: Stranger, { table, row }: Written): boolean {
    if (who.as === 'client' || who.as === 'guarantor')
      return row['case_id'] === who.caseId || row['account_id'] === who.accountId || row['made_by'] === who.accountId;
    if (who.as !== 'staff') return false;
    if (row['unit_id'] !== undefined && row['unit_id'] !== null && table !== 'accounts.session')
      return row['unit_id'] === this.#unitIds.get(who.at);
    // The account behind a card of the office that hands it out; the card itself says which office.
    if (table === 'accounts.account' && row['kind'] === 'client') return true;
    const owner = table === 'accounts.account' ? row['id'] : (row['account_id'] ?? row['actor_id'] ?? row['made_by']);
    return owner === who.accountId;
  }

  /** Whoever finds the record in a list of his own is told why not; to everybody else it is as absent. */
  #mustBeAlike(name: FormName, who: Stranger): boolean {
    if (actsOf(name).by === 'self') return false;
    if (who.as !== 'staff') return who.as === 'client' && actsOf(name).by === 'own';
    const tie: Tie = { at: who.at, holder: holderOf(name) };
    return !reachesBy('case', who.role, 'case:list', tie, {}) && who.at !== holderOf(name) && who.at !== 1;
  }
}

type Sent = { answer: Answer; writes: Written[] };
const saysWritten = ({ table, how, row }: Written) => `leaves ${how} on ${table} ${String(row['what'] ?? '')}`.trim();
const holds = (role: Role, act: string) => (signed.get(`${role} ${act}`) ?? '-') !== '-';

function isLetIn(name: FormName, who: Stranger): boolean {
  const { by, about, at } = actsOf(name);
  if (by === 'public') return true;
  if (typeof by === 'string' || who.as !== 'staff') return false;
  // Of several administrators the topmost keep the house; over the one of this office there is another.
  if (about === 'house' && by.includes('unit:administer') && who.at === 6) return false;
  const isOwn = at === 'own' && offices[who.at].startsWith('bapas');
  const tie: Tie = { at: who.at, holder: isOwn ? who.at : holderOf(name) };
  return by.some((act) => reachesBy(about, who.role, act, tie, {}));
}

/** The same with ids that belong to nothing. */
const toNothing = (text: string): string =>
  text.replace(uuid, absentId).replace(/(?<=[?&](?:unit|parent)=)\d+/g, '999999');

/** An answer without what differs between two that say the same. */
function alike({ status, headers, body }: Answer): string {
  const told = Object.entries(headers)
    .filter(([name]) => !['date', 'keep-alive', 'connection', 'content-length', 'etag'].includes(name))
    .map(([name, value]) => `${name}: ${String(value)}`)
    .sort();
  return [status, ...told, body.toString('utf8')]
    .join('\n')
    .replace(/nonce-[\w+/=]+|nonce="[^"]*"/g, 'nonce')
    .replace(uuid, 'id')
    .replace(/((?:\?|&amp;|&|%3F|%26)(?:unit|parent)(?:=|%3D))\d+/g, '$1id');
}

export type Officer = Extract<Stranger, { as: 'staff' }> & { accountId: string };

/** Signed in with full rights of this role at this office, and nobody's counsellor. */
export async function anOfficer(office: Office, role: Role, at: Place): Promise<Officer> {
  const token = randomBytes(32).toString('base64url');
  const { id } = await office.one<{ id: string }>(
    `with someone as (insert into units.staff (name) values ('Petugas Asing') returning id),
       posted as (insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at)
         select someone.id, u.id, $3, 'permanent', '2020-01-01', now() from someone, units.unit u where u.code = $2),
       known as (insert into accounts.account (kind, staff_id, username) select 'staff', someone.id, $1 from someone returning id),
       inside as (insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at, proved_at)
         select $4, known.id, 'browser', 'full', '1 day', now() + interval '1 day', now() from known)
     select id from known`,
    [`asing.${randomBytes(6).toString('hex')}`, offices[at], role, createHash('sha256').update(token).digest()],
  );
  const name = `${role} of ${offices[at]}`;
  return { as: 'staff', role, at, name, cookie: `simpul_session=${token}`, accountId: id };
}

/** A card of somebody else's, in use. */
async function aCard(office: Office, as: 'client' | 'guarantor'): Promise<Stranger> {
  const token = randomBytes(32).toString('base64url');
  const { id: caseId, account } = await office.one<{ id: string; account: string }>(
    `with one as (select c.id, c.unit_id, c.person_id from cases.client_case c join units.unit u on u.id = c.unit_id
         where u.code = 'bapas-gili-lestari' and c.state = 'active' and c.age_group = 'adult' and not c.guarded
           and not exists (select from accounts.client_access a where a.case_id = c.id) order by c.id desc limit 1),
       guarantor as (insert into cases.guarantor (case_id, unit_id, name, relation, duties_confirmed_on, made_by)
         select one.id, one.unit_id, 'Penjamin Asing', 'partner', '2022-06-01', a.id from one, accounts.account a
         where $1 = 'guarantor' and a.username = 'kepala.gili' returning id),
       known as (insert into accounts.account (kind) values ($1) returning id),
       card as (insert into accounts.client_access (account_id, kind, case_id, unit_id, code_hash, guarantor_id, pin_hash, consent_at, consent_version)
         select known.id, $1, one.id, one.unit_id, $2, (select id from guarantor), 'chosen', now(), $4 from known, one),
       inside as (insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
         select $3, known.id, 'client', 'full', '1 day', now() + interval '1 day' from known)
     select one.id, known.id as account from one, known`,
    [as, randomBytes(32), createHash('sha256').update(token).digest(), privacyNotice.version],
  );
  return { as, caseId, name: `another ${as}`, cookie: `simpul_own=${token}`, accountId: account };
}
