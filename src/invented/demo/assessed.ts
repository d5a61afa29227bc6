import { ageRangeOn, parsePartialDate } from '#kernel/partial-date';
import { addDays, addMonths, plainDate, type PlainDate } from '#kernel/plain-date';
import { optionsInForce } from '#kernel/rule';
import {
  adultsOnly,
  instrumentOn,
  nextDue,
  outcomeOf,
  partsAsked,
  sources,
  unknown,
  type Answers,
  type Outcome,
  type Sheet,
} from '#modules/assessments';
import type { Row } from '../copy.server.ts';
import type { Dice } from '../dice.ts';
import { morning, type ClientMaker } from './clients.ts';
import type { DemoAccount } from './offices.ts';
import { palembangToday } from './published.ts';

const today = plainDate(palembangToday);
const options = optionsInForce(nextDue.options, {});

export type AssessedTables = Record<
  | 'assessments.beginning'
  | 'assessments.assessment'
  | 'assessments.answer'
  | 'assessments.override'
  | 'assessments.standing'
  | 'tasks.task',
  Row[]
>;
type Wish = {
  unitId: number;
  beganOn: PlainDate;
  /** Who assesses and who leads the section; without them nobody was assessed yet. */
  by?: { pk: DemoAccount; section: DemoAccount };
};

/**
 * What an office has assessed since it began to: of its adults some once, some twice, some with too little information, some never. It
 * rolls dice of its own, so that everything else of the demo stays as it is.
 */
export function assess(maker: ClientMaker, dice: Dice, { unitId, beganOn, by }: Wish): AssessedTables {
  const made: AssessedTables = {
    'assessments.beginning': [{ unit_id: unitId, began_on: beganOn }],
    'assessments.assessment': [],
    'assessments.answer': [],
    'assessments.override': [],
    'assessments.standing': [],
    'tasks.task': [],
  };
  const people = new Map(maker.tables['people.person'].map((row) => [row['id'], row]));
  for (const row of maker.tables['cases.client_case']) {
    // Every row of a table has the same columns.
    Object.assign(row, { risk_band: null, risk_origin: null });
    if (row['ended_on'] !== null) continue;
    const person = people.get(row['person_id']!)!;
    const birth = parsePartialDate(String(person['birth_date']).slice(0, 10));
    const age = birth && ageRangeOn(birth, today);
    const isChild = adultsOnly.judge({ age, ageGroup: row['age_group'] as 'adult' | 'child' }, {}) === 'child';
    const last =
      isChild || !by ? null : history(maker, dice, made, { row, beganOn, sex: person['sex'] as Sheet['sex'] }, by);
    const day = (name: string) => (row[name] ?? null) as PlainDate | null;
    const due = isChild
      ? null
      : nextDue.judge(
          {
            receivedOn: day('received_on')!,
            guidanceStart: day('guidance_start'),
            guidanceEnd: day('guidance_end'),
            beganOn,
            last,
            newOffenceOn: null,
          },
          options,
        );
    made['assessments.standing'].push({
      case_id: row['id']!,
      unit_id: unitId,
      state: isChild ? 'child' : last === null ? 'never' : last.band === null ? 'provisional' : 'assessed',
      assessment_id: last?.id ?? null,
      held_on: last?.heldOn ?? null,
      band: last?.band ?? null,
      due_on: due?.on ?? null,
      due_why: due?.why ?? null,
      as_of: today,
    });
    if (due && due.on <= addDays(today, options.lead_days))
      made['tasks.task'].push({
        id: dice.id(new Date(`${today}T00:50:00Z`)),
        unit_id: unitId,
        case_id: row['id']!,
        kind: 'assessments.due',
        key: row['id']!,
        for_role: 'pk',
        staff_id: row['pk_staff_id'] ?? null,
        due_on: due.on,
        due_counts: 'calendar',
        facts: { why: due.why, day: due.on },
        opened_at: `${today}T00:50:00Z`,
      });
  }
  return made;
}

type Last = { id: string; heldOn: PlainDate; band: Outcome['band'] };
type Subject = { row: Row; beganOn: PlainDate; sex: Sheet['sex'] };

/** The assessments of one client, the last one answered; the band that holds goes to his case. */
function history(
  maker: ClientMaker,
  dice: Dice,
  made: AssessedTables,
  of: Subject,
  by: NonNullable<Wish['by']>,
): Last | null {
  const times = dice.weighed([
    [0, 3],
    [1, 5],
    [2, 2],
  ] as const);
  const first = [of.beganOn, addDays(of.row['received_on'] as PlainDate, 5)].toSorted().at(-1)!;
  const days = Array.from({ length: times }, (_, time) => addDays(addMonths(first, time * 3), dice.int(25))).filter(
    (day) => day <= today,
  );
  let last: Last | null = null;
  for (const [at, heldOn] of days.entries())
    last = one(
      maker,
      dice,
      made,
      of,
      { heldOn, again: at > 0, isLast: at === days.length - 1, vague: dice.p(0.12) },
      by,
    );
  if (last?.band) Object.assign(of.row, { risk_band: last.band, risk_origin: 'assessment' });
  return last;
}

function one(
  maker: ClientMaker,
  dice: Dice,
  made: AssessedTables,
  { row, sex }: Subject,
  { heldOn, again, isLast, vague }: { heldOn: PlainDate; again: boolean; isLast: boolean; vague: boolean },
  by: NonNullable<Wish['by']>,
): Last {
  const at = morning(heldOn, dice);
  const id = dice.id(at);
  const sheet: Sheet = {
    risk: instrumentOn('rri', heldOn),
    needs: instrumentOn('needs', heldOn),
    sex,
    drugCase: /narkotika/i.test(String(row['offence'] ?? '')),
  };
  const answers = answersOf(dice, sheet, vague ? 0.2 : 0.01);
  const outcome = outcomeOf(sheet, answers);
  const assessor = row['pk_staff_id'] === by.pk.staffId ? by.pk : by.section;
  const of = { case_id: row['id']!, unit_id: row['unit_id']! };
  made['assessments.assessment'].push({
    id,
    ...of,
    state: 'finished',
    risk_version: sheet.risk.version,
    needs_version: sheet.needs.version,
    purpose: again ? 'periodic' : 'initial',
    held_on: heldOn,
    meeting: 'office',
    consent: 'given',
    consent_note: '',
    drug_case: sheet.drugCase,
    sex,
    made_by: assessor.accountId,
    made_at: at.toISOString(),
    risk_low: outcome.risk.low,
    risk_high: outcome.risk.high,
    band: outcome.band,
    needs_route: outcome.route,
    outcome: outcome as unknown as Row[string],
    finished_at: at.toISOString(),
  });
  for (const [item, answer] of Object.entries(answers))
    made['assessments.answer'].push({
      assessment_id: id,
      item,
      ...of,
      answer: answer!,
      source: answer === unknown ? null : dice.pick(sources),
      note: dice.p(0.1) ? 'Cocok dengan keterangan keluarga.' : '',
      set_at: at.toISOString(),
    });
  maker.tell(
    at,
    'assessment.finished',
    row['unit_id'] as number,
    row['id'] as string,
    row['person_id'] as string,
    {
      assessmentId: id,
      riskBand: outcome.band,
    },
    assessor,
  );
  return { id, heldOn, band: isLast ? setAside(dice, made, { id, of, assessor, at }, outcome, by) : outcome.band };
}

/** Now and then the section's head sees more than the sheet does; once he is still to decide. */
function setAside(
  dice: Dice,
  made: AssessedTables,
  {
    id,
    of,
    assessor,
    at,
  }: { id: string; of: { case_id: Row[string]; unit_id: Row[string] }; assessor: DemoAccount; at: Date },
  outcome: Outcome,
  by: NonNullable<Wish['by']>,
): Outcome['band'] {
  const done = made['assessments.override'].length;
  if (assessor !== by.pk || outcome.band !== 'low' || done > 1) return outcome.band;
  const overrideId = dice.id(at);
  const decided = done === 0;
  made['assessments.override'].push({
    id: overrideId,
    assessment_id: id,
    ...of,
    band: 'moderate',
    reason: 'Keluarga menyampaikan ancaman yang tidak terlihat oleh instrumen.',
    proposed_by: by.pk.accountId,
    proposed_at: at.toISOString(),
    ...(decided
      ? { decided_by: by.section.accountId, decided_at: at.toISOString(), outcome: 'approved', decision_note: '' }
      : {}),
  });
  if (decided) return 'moderate';
  made['tasks.task'].push({
    id: dice.id(at),
    unit_id: of.unit_id!,
    case_id: of.case_id!,
    kind: 'assessments.override',
    key: overrideId,
    for_role: 'section_head',
    staff_id: null,
    due_on: null,
    due_counts: null,
    facts: { assessmentId: id, band: 'moderate' },
    opened_at: at.toISOString(),
  });
  return outcome.band;
}

/** Answers page after page, as the answers before lead on; more often good than bad, and now and then unknown. */
function answersOf(dice: Dice, sheet: Sheet, vague: number): Answers {
  const answers: Record<string, string> = {};
  const trouble = dice.weighed([
    [0.08, 5],
    [0.3, 3],
    [0.6, 1],
  ] as const);
  for (;;) {
    const part = partsAsked(sheet, answers).parts.find(({ items }) => items.some(({ id }) => !answers[id]));
    if (!part) return answers;
    for (const { id, answers: options } of part.items) {
      const byPoints = options.toSorted((a, b) => a.points - b.points);
      const isTick = byPoints.at(-1)!.points === 0;
      const bad = dice.p(isTick ? trouble / 4 : trouble);
      answers[id] = dice.p(vague)
        ? unknown
        : isTick
          ? bad
            ? 'yes'
            : 'no'
          : (bad ? byPoints.at(-1 - dice.int(Math.max(1, byPoints.length - 1)))! : byPoints[0]!).code;
    }
  }
}
