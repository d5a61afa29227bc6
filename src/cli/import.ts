import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { newId } from '#kernel/id';
import { fileProblemWord, importKinds, kindOfUnit, refusalWords, type ImportOnFile } from '#modules/imports';
import { bringImport, getImport, jobs, takeImport } from '#modules/imports/server';
import { listTree } from '#modules/units/server';
import { inLanguage } from '#messages/server';
import { ConsoleProblem } from '#platform/console-problem.server';
import { connect } from '#platform/database.server';
import type { Runner } from '#platform/run.server';
import { systemWork } from '#platform/system.server';
import { dataOption, Mistyped, say, type Command } from './command.ts';
import { asOfficer, readOperand, tokenOption, withinRights } from './officer.ts';
import { openDatabase, settleData } from './open-database.ts';

export const command: Command = {
  summary: {
    id: 'Memeriksa daftar klien atau daftar penerimaan (XLSX, CSV) dan, dengan --take, mengambilnya; atau memasukkan seluruh isi kantor dari berkas .simpul ke folder kosong.',
    en: 'Checks a list of clients or of admissions (XLSX, CSV) and, with --take, takes them over; or brings everything of an office from a .simpul file into an empty folder.',
  },
  operands: 'clients|admissions <file>|<file.simpul>',
  options: {
    unit: {
      type: 'string',
      value: 'code',
      says: { id: 'kode Bapas atau lembaga', en: 'the code of the Bapas or institution' },
    },
    take: { type: 'boolean', says: { id: 'mengambil baris yang benar', en: 'takes the good rows' } },
    likely: {
      type: 'boolean',
      says: { id: 'juga yang mungkin sudah tercatat', en: 'also those that may be known already' },
    },
    keys: {
      type: 'string',
      value: 'file',
      says: {
        id: 'untuk seluruh isi kantor: berkas kunci dari backup --keys',
        en: 'for everything of an office: the key file of backup --keys',
      },
    },
    ...tokenOption,
    ...dataOption,
  },
  async run(values, [what, path, ...more]) {
    if (what?.endsWith('.simpul') && path === undefined)
      return (await import('./everything.ts')).importAll(what, values);
    if (!importKinds.some((kind) => kind === what) || !path || more.length > 0 || typeof values.unit !== 'string')
      throw new Mistyped({
        id: 'Pakai: import <berkas.simpul> --data <folder> --keys <berkas> untuk semuanya, atau import clients|admissions <berkas> --unit <kode> --token-file <berkas> [--take].',
        en: 'Use: import <file.simpul> --data <folder> --keys <file> for everything, or import clients|admissions <file> --unit <code> --token-file <file> [--take].',
      });
    const bytes = readOperand(path);
    const database = await openDatabase(settleData(values));
    const db = connect(database.databaseUrl, { size: 3, statementSeconds: 600, name: 'simpul import' });
    try {
      const runner = await asOfficer(db, database, values);
      const work = systemWork({ db, journalKey: database.folder.key('journal'), now: () => new Date() });
      const unitId = await unitOf(runner, values.unit, what!);
      const which = await withinRights(bring(runner, unitId, basename(path), bytes));
      await jobs['imports.read'].run(work, which);
      await jobs['imports.check'].run(work, which);
      const one = await settled(runner, which.importId);
      if (one.state === 'failed') throw refused(() => fileProblemWord(one.problem ?? ''));
      tellChecked(one);
      if (one.state === 'mapping') return 1;
      if (values.take !== true) return;
      const answer = await runner.runOnce({ id: newId(), body: { take: which.importId } }, (ctx) =>
        takeImport(ctx, { importId: which.importId, likely: values.likely === true }),
      );
      // A list that was taken before is nothing to complain about.
      if (!answer.ok && answer.refusal === 'nothing_to_take' && one.bad === 0) return;
      if (!answer.ok) throw refused(refusalWords[answer.refusal]);
      await jobs['imports.take'].run(work, which);
      const done = await settled(runner, which.importId);
      say({
        id: `${done.taken} baris diambil, ${done.leftBack} baris kembali. Lihat /imports/${done.id}.`,
        en: `${done.taken} rows taken, ${done.leftBack} rows returned. See /imports/${done.id}.`,
      });
    } finally {
      await db.destroy();
      await database.close();
    }
  },
};

async function unitOf(runner: Runner, code: string, list: string): Promise<number> {
  const unit = (await runner.read((ctx) => listTree(ctx))).find((one) => one.code === code);
  if (unit && kindOfUnit(unit.type)?.id === list) return unit.id;
  if (unit) throw refused(refusalWords.no_such_list);
  throw new ConsoleProblem({
    id: `Tidak ada kantor dengan kode ${code}.`,
    en: `There is no office with the code ${code}.`,
  });
}

async function bring(runner: Runner, unitId: number, fileName: string, bytes: Uint8Array) {
  const answer = await runner.runOnce({ id: newId(), body: { import: fileName } }, (ctx) =>
    bringImport(ctx, { unitId, fileName, bytes }),
  );
  if (!answer.ok) throw refused(refusalWords[answer.refusal]);
  return { importId: answer.importId, unitId };
}

/** A worker that runs beside this command may have taken the job over; then its end is waited for. */
async function settled(runner: Runner, importId: string): Promise<ImportOnFile> {
  for (;;) {
    const one = await runner.read((ctx) => getImport(ctx, importId));
    if (one.state !== 'uploaded' && one.state !== 'checking' && one.state !== 'taking') return one;
    await setTimeout(500);
  }
}

function tellChecked(one: ImportOnFile): void {
  if (one.state === 'mapping')
    return say({
      id: `Judul kolomnya belum dikenal; cocokkan dahulu di /imports/${one.id}.`,
      en: `The heads of its columns are not known; match them first at /imports/${one.id}.`,
    });
  say({
    id: `${one.total} baris: ${one.good} siap diambil (${one.likely} mungkin sudah tercatat), ${one.bad} perlu diperbaiki, ${one.same} sudah ada. Lihat /imports/${one.id}.`,
    en: `${one.total} rows: ${one.good} ready (${one.likely} perhaps known), ${one.bad} to mend, ${one.same} known already. See /imports/${one.id}.`,
  });
}

function refused(words: () => string): ConsoleProblem {
  return new ConsoleProblem({ id: inLanguage('id', words), en: inLanguage('en', words) });
}
