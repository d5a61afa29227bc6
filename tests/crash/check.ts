import pg from 'pg';
import type { Kind, Outcome } from './writes.ts';

export type Verdict = {
  acknowledged: number;
  /** Sent, never answered, and found: the server did it and nobody was told. */
  silentlyDone: number;
  rows: number;
  lost: string[];
  twice: string[];
  /** Rows that nobody sent. */
  foreign: number;
  wrong: string[];
  /** A row without its one line in the journal, or a line without its row. */
  unwitnessed: string[];
};

/** Where each kind of write leaves its row: counted behind the application's back, by what stands in the row. */
const rowsOf: Record<'text' | 'talk' | 'case' | 'own' | 'decision' | 'decree' | 'tier' | 'sitting', string> = {
  text: `select substring(text from 'Catatan (?:lain )?(\\S+\\.)') as mark, count(*)::int as n from cases.contact_note group by 1`,
  talk: `select substring(c.talk from 'Percakapan (\\S+\\.)') as mark, count(*)::int as n from check_ins.content c where c.talk <> '' group by 1`,
  decision: `select substring(reason from 'Putusan (?:lain )?(\\S+\\.)') as mark, count(*)::int as n from breaches.move where step = 'close_unfounded' group by 1`,
  decree: `select substring(reason from 'Putusan (?:lain )?(\\S+\\.)') as mark, count(*)::int as n from revocations.move where step = 'sign_decree' group by 1`,
  tier: `select substring(reason from 'Putusan (\\S+\\.)') as mark, count(*)::int as n from revocations.move where step in ('forward', 'ask_withdrawal') group by 1`,
  // A sitting is changed in its place: how often, its version says.
  sitting: `select substring(place from 'Ruang (\\S+\\.)') as mark, version - 1 as n from tpp.sitting where place like 'Ruang %'`,
  case: `select case_id::text as mark, count(*)::int as n from check_ins.check_in where channel = 'in_person' group by 1`,
  own: `select case_id::text as mark, count(*)::int as n from check_ins.check_in where channel = 'app' group by 1`,
};
const tableOf: Record<Kind, keyof typeof rowsOf> = {
  note: 'text',
  helper: 'talk',
  'api-call': 'talk',
  arrival: 'case',
  'api-arrival': 'case',
  decision: 'decision',
  decree: 'decree',
  'own-report': 'own',
  'two-heads': 'decision',
  withdrawn: 'tier',
  'two-secretaries': 'sitting',
};
/** Kinds of which a client has one: he himself is the mark. */
const byClient: readonly string[] = ['case', 'own'];

/** Compares what callers were told with what the database holds. */
export async function check(ownerUrl: string, outcomes: readonly Outcome[]): Promise<Verdict> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const found = new Map<string, number>();
    for (const [table, question] of Object.entries(rowsOf)) {
      const { rows } = await client.query<{ mark: string; n: number }>(question);
      for (const { mark, n } of rows) found.set(`${table} ${mark}`, n);
    }
    const lines = await client.query<{ submission_id: string; n: number }>(
      `select submission_id::text, count(*)::int as n from platform.journal
       where what in ('case.noted', 'check-in.recorded', 'check-in.submitted', 'breach.moved', 'revocation.moved', 'sitting.details-changed') and submission_id is not null group by 1`,
    );
    const witnessed = new Map(lines.rows.map(({ submission_id, n }) => [submission_id, n]));

    const verdict: Verdict = {
      acknowledged: 0,
      silentlyDone: 0,
      rows: 0,
      lost: [],
      twice: [],
      foreign: 0,
      wrong: [],
      unwitnessed: [],
    };
    for (const { write, acknowledged, wrong } of outcomes) {
      const { rival } = write;
      const table = tableOf[write.kind];
      const keys = (
        rival ? [write.marker, rival.marker] : [byClient.includes(table) ? write.caseId : write.marker]
      ).map((mark) => `${table} ${mark}`);
      const n = keys.reduce((sum, key) => sum + (found.get(key) ?? 0), 0);
      for (const key of keys) found.delete(key);
      const told = (witnessed.get(write.submissionId) ?? 0) + (rival ? (witnessed.get(rival.submissionId) ?? 0) : 0);
      verdict.rows += n;
      if (acknowledged) verdict.acknowledged += 1;
      else if (n === 1) verdict.silentlyDone += 1;
      if (acknowledged && n === 0) verdict.lost.push(`${write.kind} ${write.marker}`);
      if (n > 1) verdict.twice.push(`${write.kind} ${write.marker} (${n})`);
      if (n <= 1 && told !== n) verdict.unwitnessed.push(`${write.kind} ${write.marker}`);
      verdict.wrong.push(...wrong.map((why) => `${write.kind} ${write.marker} ${why}`));
    }
    verdict.foreign = [...found.values()].reduce((sum, n) => sum + n, 0);
    return verdict;
  } finally {
    await client.end();
  }
}
