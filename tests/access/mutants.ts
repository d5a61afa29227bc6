import type pg from 'pg';

export type Mutant = { name: string; sql: string; tables: ReadonlySet<string> | undefined };

/** Each table once without its row-level security. */
export async function listUnguarded(db: pg.ClientBase): Promise<Mutant[]> {
  const { rows } = await db.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity and n.nspname not in ('graphile_worker', 'probe') order by 1`,
  );
  return rows.map(({ name }) => ({
    name: `${name} without row-level security`,
    sql: `alter table ${quoted(name)} disable row level security`,
    tables: new Set([name]),
  }));
}
const quoted = (name: string) =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');

/** What a forgotten condition of a function shows in. */
const telling = new Set([
  'accounts.account',
  'accounts.opening',
  'accounts.session',
  'cases.client_case',
  'cases.contact_note',
  'cases.transfer',
  'check_ins.check_in',
  'check_ins.obligation',
  'people.access_list',
  'people.address',
  'people.person',
  'platform.access_log',
  'platform.file',
  'platform.journal',
  'platform.setting',
  'tasks.task',
  'units.posting',
]);

/** Each function that policies ask, once for each of its conditions, without that condition. */
export async function listFunctionMutations(db: pg.ClientBase): Promise<Mutant[]> {
  const { rows } = await db.query<{ name: string; text: string }>(
    `select n.nspname || '.' || p.proname as name, pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and (p.proname like 'ctx\\_%' or p.proname = 'units_of') and n.nspname not in ('graphile_worker', 'probe') order by 1`,
  );
  return rows.flatMap(({ name, text }) =>
    conditionsOf(text).map(({ from, until, says }) => ({
      name: `${name} without ${says}`,
      sql: `${text.slice(0, from)} true ${text.slice(until)}`,
      tables: telling,
    })),
  );
}

type Condition = { from: number; until: number; says: string };

/** What stands between two words `and`, or ends there, at its own depth of brackets. */
export function conditionsOf(text: string): Condition[] {
  const start = text.indexOf('begin');
  const found: Condition[] = [];
  for (const match of text.matchAll(/\band\b/gi)) {
    const from = match.index + match[0].length;
    if (match.index < start) continue;
    const until = endOf(text, from);
    found.push({ from, until, says: text.slice(from, until).replace(/\s+/g, ' ').trim() });
  }
  return found;
}

function endOf(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const one = text[at]!;
    if (one === '(') depth += 1;
    else if (one === ')') {
      if (depth === 0) return at;
      depth -= 1;
    } else if (
      depth === 0 &&
      (one === ';' || /^\s(and|or|then|order|group|limit|union|else|end)\b/i.test(text.slice(at, at + 8)))
    )
      return at;
  }
  return text.length;
}
