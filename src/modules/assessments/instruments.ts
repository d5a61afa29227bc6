import { needs202102 } from './needs-2021-02.ts';
import type { Instrument } from './instrument.ts';
import { rri202102 } from './rri-2021-02.ts';
import type { PlainDate } from '#kernel/plain-date';

/** Every version there ever was, oldest first: what was filled in is read with the sheet that it was filled in on. */
export const instruments: readonly Instrument[] = [rri202102, needs202102];

/** The sheet that holds on a day; before the first one of all, that. */
export function instrumentOn(id: Instrument['id'], day: PlainDate): Instrument {
  const versions = instruments.filter((one) => one.id === id);
  return versions.findLast((one) => one.validFrom <= day) ?? versions[0]!;
}

export function instrumentOf(id: Instrument['id'], version: string): Instrument {
  const found = instruments.find((one) => one.id === id && one.version === version);
  if (!found) throw new RangeError(`there is no version ${version} of ${id}`);
  return found;
}

/** Both sheets of an assessment, and what decides which of their parts are asked. */
export function sheetOf(of: {
  riskVersion: string;
  needsVersion: string;
  sex: 'male' | 'female' | null;
  drugCase: boolean;
}) {
  return {
    risk: instrumentOf('rri', of.riskVersion),
    needs: instrumentOf('needs', of.needsVersion),
    sex: of.sex,
    drugCase: of.drugCase,
  };
}
