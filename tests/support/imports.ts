import { bringImport, getImport, jobs, takeImport } from '#modules/imports/server';
import type { ImportOnFile } from '#modules/imports';
import type { JobWork } from '#platform/job';
import type { Column, Value } from '#platform/tables/cells';
import { writeXlsx } from '#platform/tables/write-xlsx.server';
import type { Officer, TestOffice } from './office.ts';

export type SheetRow = Record<string, Value>;

/** A sheet with a column for every heading that any row has; text, except where days are to stand as days. */
export function aSheet(rows: readonly SheetRow[], { dates = [] as string[], name = 'Daftar' } = {}): Uint8Array {
  const heads = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = heads.map((header): Column => ({ header, kind: dates.includes(header) ? 'date' : 'text' }));
  return writeXlsx([{ name, columns, rows: rows.map((row) => heads.map((one) => row[one])) }]);
}

const syllables = ['ba', 'ri', 'no', 'su', 'ka', 'le', 'mi', 'to', 'wa', 'gu', 'de', 'ha', 'pe', 'ju', 'yo', 'si'];
/** Four syllables far from those of the numbers beside it, so that no row is like another. */
export function aWord(number: number): string {
  const mixed = Math.imul(number + 1, 0x9e3779b1) >>> 0;
  const word = [0, 1, 2, 3].map((at) => syllables[(mixed >>> (28 - at * 4)) & 15]).join('');
  return word[0]!.toUpperCase() + word.slice(1);
}

/** Lists on their way in, as an officer brings them and the worker goes on with them. */
export function importsOf(office: TestOffice) {
  const look = (importId: string, by: Officer): Promise<ImportOnFile> =>
    office.reads(by, (ctx) => getImport(ctx, importId));
  return {
    look,
    /** Brought, read and checked. */
    async bring(bytes: Uint8Array, { by, unit, name }: { by: Officer; unit: number; name: string }) {
      const answer = await office.does(by, (ctx) => bringImport(ctx, { unitId: unit, fileName: name, bytes }));
      if (!answer.ok) throw new Error(answer.refusal);
      const which = { importId: answer.importId, unitId: unit };
      await jobs['imports.read'].run(office.work(), which);
      await jobs['imports.check'].run(office.work(), which);
      return look(answer.importId, by);
    },
    /** Taken as far as the worker gets; who is refused says why. */
    async take(
      one: ImportOnFile,
      {
        by,
        work = office.work(),
        likely = false,
        forNotices,
      }: { by: Officer; work?: JobWork; likely?: boolean; forNotices?: boolean },
    ) {
      const answer = await office.does(by, (ctx) =>
        takeImport(ctx, { importId: one.id, likely, ...(forNotices === undefined ? {} : { forNotices }) }),
      );
      if (answer.ok) await jobs['imports.take'].run(work, { importId: one.id, unitId: one.unitId });
      return answer;
    },
  };
}
