import { writeFileSync } from 'node:fs';
import { newId } from '#kernel/id';
import { needWords, refusalWords } from '#modules/exports';
import { askExport, exportListsFor, findExportList, getExport, openExport } from '#modules/exports/server';
import { listTree } from '#modules/units/server';
import { inLanguage } from '#messages/server';
import { ConsoleProblem } from '#platform/console-problem.server';
import { connect } from '#platform/database.server';
import { consoleLanguage } from '#platform/env.server';
import { dataOption, Mistyped, say, type Command } from './command.ts';
import { asOfficer, tokenOption, withinRights } from './officer.ts';
import { openDatabase, settleData } from './open-database.ts';

export const command: Command = {
  summary: {
    id: 'Menulis satu daftar ke berkas, dengan batas yang sama seperti di layar; atau, dengan nama berkas .simpul, seluruh isi kantor untuk dipindahkan.',
    en: 'Writes a list to a file, within the same limits as on the screen; or, with a file name in .simpul, everything of an office to be moved.',
  },
  operands: '<list>|<file.simpul>',
  options: {
    unit: { type: 'string', value: 'code', says: { id: 'kode kantor', en: "the office's code" } },
    out: {
      type: 'string',
      value: 'file',
      says: { id: 'berkas tujuan, .xlsx atau .csv', en: 'file to write, .xlsx or .csv' },
    },
    purpose: {
      type: 'string',
      value: 'text',
      says: { id: 'tujuan, tertulis di dalam berkas', en: 'what for; it is written in the file' },
    },
    columns: {
      type: 'string',
      value: 'a,b',
      says: { id: 'kolom (biasanya semua yang terbuka)', en: 'columns (usually all open ones)' },
    },
    from: {
      type: 'string',
      value: 'day',
      says: { id: 'awal masa: 2026-01-01 atau 2026-01', en: 'first day or month of a period' },
    },
    until: { type: 'string', value: 'day', says: { id: 'akhir masa', en: 'last day or month of a period' } },
    ...tokenOption,
    ...dataOption,
  },
  async run(values, [listId, ...more]) {
    const { unit, out, purpose } = values;
    if (listId?.endsWith('.simpul') && more.length === 0)
      return (await import('./everything.ts')).exportAll(listId, values);
    if (
      !listId ||
      more.length > 0 ||
      typeof unit !== 'string' ||
      typeof out !== 'string' ||
      typeof purpose !== 'string'
    )
      throw new Mistyped({
        id: 'Pakai: export <berkas.simpul> untuk semuanya, atau export <daftar> --unit <kode> --purpose <tujuan> --out <berkas> --token-file <berkas>.',
        en: 'Use: export <file.simpul> for everything, or export <list> --unit <code> --purpose <text> --out <file> --token-file <file>.',
      });
    const database = await openDatabase(settleData(values));
    const db = connect(database.databaseUrl, { size: 2, statementSeconds: 600, name: 'simpul export' });
    try {
      const runner = await asOfficer(db, database, values);
      const list = findExportList(listId);
      if (!list) {
        const known = exportListsFor({ actor: runner.actor })
          .map(({ id }) => id)
          .join(', ');
        throw new Mistyped({
          id: `Tidak ada daftar ${listId}; yang ada: ${known}.`,
          en: `There is no list ${listId}; there are: ${known}.`,
        });
      }
      const found = (await runner.read((ctx) => listTree(ctx))).find(({ code }) => code === unit);
      if (!found)
        throw new ConsoleProblem({
          id: `Tidak ada kantor dengan kode ${unit}.`,
          en: `There is no office with the code ${unit}.`,
        });
      const filters = Object.fromEntries(
        ['from', 'until'].flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]]] : [])),
      );
      const columns =
        typeof values.columns === 'string'
          ? values.columns.split(',')
          : list.columns.filter((column) => !column.forbiddenByDefault).map(({ id }) => id);
      const format = out.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx';

      const answer = await withinRights(
        inLanguage(consoleLanguage(), () =>
          runner.runOnce({ id: newId(), body: { export: listId } }, (ctx) =>
            askExport(ctx, { unitId: found.id, list: listId, filters, columns, withGuarded: false, format, purpose }),
          ),
        ),
      );
      if (!answer.ok) throw refused(refusalWords[answer.refusal]);
      if (answer.state === 'asked') {
        const { needs } = await runner.read((ctx) => getExport(ctx, answer.exportId));
        throw refused(() => `${needs.map((need) => needWords[need]()).join('; ')}. /exports/${answer.exportId}`);
      }
      const opened = await runner.read((ctx) => openExport(ctx, answer.exportId));
      if (!opened.ok) throw refused(refusalWords[opened.refusal]);
      writeFileSync(out, opened.file.bytes, { mode: 0o600 });
      say({ id: `Tertulis di ${out}.`, en: `Written to ${out}.` });
    } finally {
      await db.destroy();
      await database.close();
    }
  },
};

function refused(words: () => string): ConsoleProblem {
  return new ConsoleProblem({ id: inLanguage('id', words), en: inLanguage('en', words) });
}
