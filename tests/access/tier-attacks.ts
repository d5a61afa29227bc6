import type { Role } from '#modules/access';
import type { Attack } from './attacks.ts';
import { officerOf, otherOf } from './sql-matrix.ts';
import type { SqlScene } from './sql-scene.ts';

/**
 * What goes up with a proposal and what stays below, what a complaint hides from whom it complains of, what nobody is told about himself,
 * and what a client is told. Each condition once.
 */
export function tierAttacksOn(scene: SqlScene): Attack[] {
  const { asker, unitIds } = scene;
  const plain = scene.clients.find(({ kind }) => kind === 'plain')!;
  const maker = String(plain.rows.get('cases.contact_note')![0]!.made_by);
  const head = officerOf(scene, 'head_of_bapas', 'same_unit');
  const kanwil = officerOf(scene, 'kanwil', 'parent');

  // The client's own examination goes up once it is signed; the proceeding came of the second of his breaches.
  const [elsewhere, proposed] = plain.rows.get('breaches.breach')!.map(({ id }) => String(id));
  const paper = plain.rows.get('letters.letter')!.find(({ id }) => id === plain.ids.sentLetter)!;
  const asMinutes = (breach = proposed, over = `kind = 'letters.examination'`) => [
    'alter table letters.letter disable trigger user',
    `update letters.letter set concerns_thing = 'breaches.breach', concerns_id = '${breach}', ${over} where id = '${plain.ids.sentLetter}'`,
    'alter table letters.letter enable trigger user',
  ];
  const unsigned = `kind = 'letters.examination', state = 'numbered', signed_way = null, signed_on = null, signed_file_id = null,
    signed_sha256 = null, signed_by = null, signed_at = null`;
  const minutes = (name: string, is: Attack['is'], before: string[], who = kanwil): Attack[] => [
    { name, is, before, who, sql: `select 1 from letters.letter where id = '${plain.ids.sentLetter}'` },
    {
      name: `${name}: its page`,
      is,
      before,
      who,
      sql: `select 1 from platform.file where id = '${String(paper.file_id)}'`,
    },
  ];
  const examined = [
    ...minutes('the Kanwil reads the signed minutes of an examination', 'open', asMinutes()),
    ...minutes(
      'the Kanwil reads the minutes of an absence',
      'open',
      asMinutes(proposed, `kind = 'breaches.absence', state = 'signed'`),
    ),
    ...minutes('the Kanwil reads minutes before they are signed', 'closed', asMinutes(proposed, unsigned)),
    ...minutes('the Kanwil reads what was written about another breach', 'closed', asMinutes(elsewhere)),
    ...minutes(
      'the Kanwil reads what else was written about the breach',
      'closed',
      asMinutes(proposed, `kind = 'letters.cover'`),
    ),
    ...minutes('another Kanwil reads the minutes', 'closed', asMinutes(), officerOf(scene, 'kanwil', 'other_kanwil')),
  ];
  const annex = (name: string, is: Attack['is'], by: string): Attack => ({
    name,
    is,
    before: [],
    who: head,
    sql: `insert into revocations.annex (proceeding_id, case_id, unit_id, as_of, step, content, sha256, made_by)
      values ('${plain.ids.proceeding}', '${plain.caseId}', ${plain.unitId}, '2026-05-24', 'report', convert_to(repeat('-', 120), 'UTF8'), sha256('lampiran'), '${by}')`,
  });

  // A complaint lies above, and its task with it.
  const complaint = [
    `update petitions.petition set state = 'forwarded', accused_unit_id = ${unitIds[3]}, unit_id = ${unitIds[2]} where id = '${plain.ids.petition}'`,
    `insert into tasks.task (unit_id, kind, key, for_role) values (${unitIds[2]}, 'petitions.due', '${plain.ids.petition}', 'kanwil')`,
  ];
  const task = (name: string, is: Attack['is'], before: readonly string[]): Attack => ({
    name,
    is,
    before: [...complaint, ...before],
    who: kanwil,
    sql: `select 1 from tasks.task where kind = 'petitions.due' and key = '${plain.ids.petition}'`,
  });
  const postedAlso = (
    unit: number | undefined,
    role: Role,
    { from = `'2020-01-01'`, until = 'null', withdrawn = 'null' } = {},
  ) =>
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, ends_on, approved_at, withdrawn_at)
     values ('${asker.staffId}', ${unit}, '${role}', 'permanent', ${from}, ${until}, now(), ${withdrawn})`;
  const inEveryWay = (name: string, is: Attack['is'], before: readonly string[], who = kanwil): Attack[] =>
    Object.entries(scene.complaints).flatMap(([whom, { id }]) =>
      (
        [
          ['', `select 1 from petitions.petition where id = '${id}'`],
          [': who complained', `select 1 from petitions.petitioner where petition_id = '${id}'`],
          [': what was decided', `select 1 from petitions.move where petition_id = '${id}'`],
        ] as const
      ).map(([what, sql]) => ({ name: `${name} (of a ${whom})${what}`, is, before, who, sql })),
    );
  const counted = (name: string, is: Attack['is'], before: readonly string[]): Attack => ({
    name,
    is,
    before,
    who: officerOf(scene, 'ditjenpas', 'top'),
    sql: `select 1 from petitions.pointers_below(${unitIds[1]}, 2026, null, 'received') where reference = 'P-7K3QY'`,
  });
  const nextWeek = 'current_date + 7';
  const lately = `now() - interval '3 months'`;
  const longAgo = `now() - interval '14 months'`;

  const about = (kind: string, account: string, is: Attack['is']): Attack => ({
    name: `a task of the kind ${kind} about ${is === 'open' ? 'a colleague is read' : 'oneself is not read'}`,
    is,
    before: [
      `insert into tasks.task (unit_id, kind, key, for_role, facts)
       values (${unitIds[3]}, '${kind}', 'uji', 'head_of_bapas', jsonb_build_object('accountId', '${account}'))`,
    ],
    who: head,
    sql: `select 1 from tasks.task where kind = '${kind}' and key = 'uji'`,
  });

  const told = (name: string, is: Attack['is'], step: string, who = otherOf(scene, 'client plain')): Attack => ({
    name,
    is,
    before: [
      'alter table revocations.move disable trigger user',
      `update revocations.move set step = '${step}' where proceeding_id = '${plain.ids.proceeding}'`,
      'alter table revocations.move enable trigger user',
    ],
    who,
    sql: `select step from revocations.move where proceeding_id = '${plain.ids.proceeding}'`,
  });

  return [
    ...examined,
    annex('the case for a decision is added to what goes up', 'open', asker.accountId),
    annex('it is added in somebody else’s name', 'closed', maker),
    task('the Kanwil reads what waits for it about a complaint', 'open', []),
    task('who also works at the office that is complained of does not', 'closed', [postedAlso(unitIds[3], 'counter')]),
    task('who also works at another office does', 'open', [postedAlso(unitIds[4], 'counter')]),
    ...inEveryWay('the level above reads what complains of an office', 'open', []),
    ...inEveryWay('the counsellor of whom it complains does not', 'closed', [], officerOf(scene, 'pk', 'same_unit')),
    ...inEveryWay('the head of the office that it complains of does not', 'closed', [], head),
    ...inEveryWay('who also works there does not', 'closed', [postedAlso(unitIds[3], 'pk')]),
    ...inEveryWay('who will work there does not', 'closed', [postedAlso(unitIds[3], 'pk', { from: nextWeek })]),
    ...inEveryWay('who left it lately does not', 'closed', [postedAlso(unitIds[3], 'pk', { until: lately })]),
    ...inEveryWay('who was taken away from it lately does not', 'closed', [
      postedAlso(unitIds[3], 'pk', { withdrawn: lately }),
    ]),
    ...inEveryWay('who left it long ago does', 'open', [postedAlso(unitIds[3], 'pk', { until: longAgo })]),
    ...inEveryWay('whose post there was withdrawn before it began does', 'open', [
      postedAlso(unitIds[3], 'pk', { from: nextWeek, withdrawn: lately }),
    ]),
    counted('the centre counts what complains of an office below', 'open', []),
    counted('who also works at that office does not count it', 'closed', [postedAlso(unitIds[3], 'pk')]),
    counted('who left that office lately does not count it', 'closed', [
      postedAlso(unitIds[3], 'pk', { until: lately }),
    ]),
    ...notAboutOneself.map((kind) => about(kind, asker.accountId, 'closed')),
    about('people.denied', maker, 'open'),
    told('a client reads that his guidance goes on', 'open', 'refuse'),
    ...untold.map((step) => told(`a client reads nothing of the step ${step}`, 'closed', step)),
    told('a guarantor reads no step', 'closed', 'refuse', otherOf(scene, 'guarantor plain')),
  ];
}

/** What a task speaks of is asked of somebody else than whom it is about. */
const notAboutOneself = [
  'cases.opened-with-reason',
  'cases.opening-for-auditor',
  'people.many-opened',
  'people.kin-opened',
  'people.denied',
];

/** What is drafted, or noted of others, or weighed within the office. */
const untold = [
  'draft_decree',
  'draft_refusal',
  'redraft',
  'note_decree',
  'note_refusal',
  'note_declined',
  'note_lapas_dropped',
  'correct_note',
  'ask_withdrawal',
  'keep_proposal',
];
