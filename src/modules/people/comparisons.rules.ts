/** Where the comparison of a whole register stands. */
export const comparisonStates = ['running', 'paused', 'done', 'cancelled'] as const;
export type ComparisonState = (typeof comparisonStates)[number];
export const comparisonSteps = ['pause', 'resume', 'cancel'] as const;
export type ComparisonStep = (typeof comparisonSteps)[number];

/** What somebody may do with it; `finish` is said by the work itself. What was found stays, however it ends. */
export const comparisonMoves = {
  running: { pause: 'paused', cancel: 'cancelled', finish: 'done' },
  paused: { resume: 'running', cancel: 'cancelled' },
  done: {},
  cancelled: {},
} as const satisfies Record<ComparisonState, Partial<Record<ComparisonStep | 'finish', ComparisonState>>>;

export function nextComparisonState(
  from: ComparisonState,
  step: ComparisonStep | 'finish',
): ComparisonState | undefined {
  return (comparisonMoves[from] as Partial<Record<typeof step, ComparisonState>>)[step];
}

export type ComparisonRefusal = 'comparison_under_way' | 'comparison_not_now' | 'comparison_no_register';

/** Offices that keep people: those that guide clients and those that hold people in custody. */
export const comparedTypes: readonly string[] = ['bapas', 'pos_bapas', 'lapas', 'rutan', 'lpka', 'lpas'];
