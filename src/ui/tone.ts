import type { IconName } from './icon-names.ts';

/** What something means for the reader. Word and shape say it; colour repeats it. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'error';

export const toneShape: Record<Tone, IconName> = {
  neutral: 'circle',
  info: 'info',
  success: 'circle-check',
  warning: 'triangle-alert',
  error: 'octagon-x',
};
