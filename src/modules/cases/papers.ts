import type { AgeGroup, ClientKind } from './case.ts';

/** What may come with a client who is handed over. */
export const papers = [
  'handover_minutes',
  'decree',
  'identity',
  'verdict_extract',
  'litmas',
  'stage_calculation',
  'register_f',
  'remissions',
  'guarantee_letter',
  'statement_of_health',
] as const;
export type Paper = (typeof papers)[number];

/** `not_needed`: of this client nobody asks for it. */
export const paperStandings = ['present', 'missing', 'not_needed'] as const;
export type PaperStanding = (typeof paperStandings)[number];

const ofEverybody: readonly Paper[] = ['handover_minutes', 'decree', 'identity'];
/** Who comes from a prison before his time is over brings what his release was decided on. */
const ofIntegration: readonly Paper[] = [
  'verdict_extract',
  'litmas',
  'stage_calculation',
  'register_f',
  'remissions',
  'guarantee_letter',
  'statement_of_health',
];
const integration: readonly ClientKind[] = [
  'parole_pb',
  'conditional_leave_cb',
  'prerelease_leave_cmb',
  'assimilation',
];

/** What is looked for when a client of this kind is received. A child's litmas is asked for whatever he comes for. */
export function papersOf({ kind, ageGroup }: { kind: ClientKind; ageGroup: AgeGroup }): Paper[] {
  const wanted = new Set([
    ...ofEverybody,
    ...(integration.includes(kind) ? ofIntegration : []),
    ...(ageGroup === 'child' ? (['litmas', 'guarantee_letter'] as const) : []),
  ]);
  return papers.filter((paper) => wanted.has(paper));
}
