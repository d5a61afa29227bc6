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
  'assessments.assessment',
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
  'revocations.proceeding',
  'tasks.task',
  'tpp.item',
  'tpp.sitting',
  'units.posting',
]);

/** Each function that policies ask, once for each of its conditions, without that condition. */
export async function listFunctionMutations(db: pg.ClientBase): Promise<Mutant[]> {
  const { rows } = await db.query<{ name: string; text: string }>(
    `select n.nspname || '.' || p.proname as name, pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and (p.proname like 'ctx\\_%' or p.proname = 'units_of') and n.nspname not in ('graphile_worker', 'probe') order by 1`,
  );
  return rows.flatMap(({ name, text }) => {
    const times = new Map<string, number>();
    return conditionsOf(text).map(({ from, until, says }) => {
      const time = (times.get(says) ?? 0) + 1;
      times.set(says, time);
      return {
        name: `${name} without ${says}${time > 1 ? ` (${time})` : ''}`,
        sql: `${text.slice(0, from)} true ${text.slice(until)}`,
        tables: telling,
      };
    });
  });
}

type Condition = { from: number; until: number; says: string };

/** What stands between two words `and`, or ends there, at its own depth of brackets; a `case` is one condition, and `between` has an `and` of its own. */
export function conditionsOf(text: string): Condition[] {
  const words = [...text.matchAll(wordsThatPart)];
  const found: Condition[] = [];
  const open: { of: 'bracket' | 'case'; from: number | undefined; isBetween: boolean }[] = [
    { of: 'bracket', from: undefined, isBetween: false },
  ];
  const end = (at: number) => {
    const here = open.at(-1)!;
    if (here.from !== undefined)
      found.push({ from: here.from, until: at, says: text.slice(here.from, at).replace(/\s+/g, ' ').trim() });
    here.from = undefined;
  };
  for (const match of words) {
    const [word, index] = [match[0].toLowerCase(), match.index];
    const here = open.at(-1)!;
    if (word === '(' || word === 'case')
      open.push({ of: word === '(' ? 'bracket' : 'case', from: undefined, isBetween: false });
    else if (word === 'between') here.isBetween = true;
    else if (word === 'and' && here.isBetween) here.isBetween = false;
    else if (/^['-]/.test(word)) continue;
    else {
      end(index);
      if (word === 'and') here.from = index + word.length;
      if (word === ')' || (word === 'end' && here.of === 'case')) open.pop();
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Where a condition may end or another one begin; texts and remarks, in which such words mean nothing, are read over. */
const wordsThatPart =
  /'[^']*'|--.*|[();]|\b(?:and|or|case|when|then|else|end|between|order|group|limit|union|loop)\b/gi;
