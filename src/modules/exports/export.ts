export const exportStates = ['asked', 'approved', 'refused', 'withdrawn', 'ready', 'expired'] as const;
export type ExportState = (typeof exportStates)[number];

/** Why a second person must agree. */
export const needs = ['rows', 'columns', 'guarded'] as const;
export type Need = (typeof needs)[number];

/** Posts that agree to what others take along. */
export const secondRoles = [
  'head_of_bapas',
  'section_head',
  'head_of_custody',
  'kanwil',
  'auditor',
  'ditjen_analyst',
  'ditjenpas',
] as const;
export type SecondRole = (typeof secondRoles)[number];

export type ExportFormat = 'xlsx' | 'csv';

export type ExportHead = {
  id: string;
  unitId: number;
  unitName: string;
  unitPath: number[];
  list: string;
  filters: Record<string, string>;
  columns: string[];
  format: ExportFormat;
  purpose: string;
  state: ExportState;
  rows: number;
  needs: Need[];
  /** Whose post agrees to it; none where nobody has to. */
  second: SecondRole | null;
  downloads: number;
  madeById: string;
  madeBy: string;
  madeAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  decisionNote: string | null;
  readyAt: Date | null;
  expiresAt: Date | null;
};

export type Refusal =
  | 'no_columns'
  | 'purpose_short'
  | 'filter_missing'
  | 'filter_wrong'
  | 'nothing_to_export'
  | 'too_many_rows'
  | 'too_large'
  | 'file_daily_limit'
  | 'wrong_state'
  | 'second_person_needed'
  | 'no_second_person'
  | 'approval_over'
  | 'grown'
  | 'expired'
  | 'note_missing'
  | 'switched_off';
export type Refused = { ok: false; refusal: Refusal };
