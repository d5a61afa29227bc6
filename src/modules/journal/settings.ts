import * as v from 'valibot';

/** Where the heads of the chains go when they leave the machine (`journal.checkpoints` of the installation's settings). */
export const CheckpointSettings = v.object({
  /** A folder outside the data folder: another disk, a share of another machine. */
  folder: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(300))),
  email: v.optional(
    v.pipe(v.string(), v.trim(), v.maxLength(200), v.regex(/^$|^[^\s@]+@[^\s@]+$/, 'journal_problem_email')),
  ),
  /** The page of the day is printed and kept. */
  printed: v.optional(v.boolean(), false),
});
export type CheckpointSettings = v.InferOutput<typeof CheckpointSettings>;
export const checkpointSettingsKey = 'journal.checkpoints';
