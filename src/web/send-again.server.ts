import { isSecretField } from './form.server.ts';

/** What somebody sent and may not be saved, for a button that sends it once more as it was; its submission runs once all the same. */
export type SendAgain = { action: string; fields: [string, string][] };

/** The longest of our forms has some 40,000 characters. */
const MOST_CHARACTERS = 200_000;

/** Nothing where a part could not be shown to a page: a file, a password, a code. Then the browser's way back leads to the form. */
export function sendAgain(form: FormData | undefined, action: string): SendAgain | undefined {
  const fields: [string, string][] = [];
  for (const [name, value] of form ?? []) {
    // Browsers send an empty file for a field left alone.
    if (typeof value !== 'string' && value.size === 0) continue;
    if (typeof value !== 'string' || isSecretField(name)) return undefined;
    fields.push([name, value]);
  }
  const characters = fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return fields.length > 0 && characters <= MOST_CHARACTERS ? { action, fields } : undefined;
}
