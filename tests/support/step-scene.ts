import { randomUUID } from 'node:crypto';
import { setSqlScene } from '../access/sql-scene.ts';
import { freshDatabase } from './database.ts';
import type { Row } from './move-edges.ts';

/** An office in which every record stands somewhere, and what the walks along their steps have in common. */
export async function setStepScene(name: string) {
  const scene = await setSqlScene(await freshDatabase(name));
  const { db } = scene;
  const plain = scene.clients.find(({ kind }) => kind === 'plain')!;
  /** Written in the past as nobody could write it now. */
  const asWritten = async (table: string, sql: string, values: unknown[] = []): Promise<void> => {
    await db.query(`alter table ${table} disable trigger user`);
    await db.query(sql, values);
    await db.query(`alter table ${table} enable trigger user`);
  };
  /** The one letter that has gone out, about whatever the step stands on. */
  const letterAbout = (thing: string, id: string, kind = 'letters.cover') =>
    asWritten(
      'letters.letter',
      'update letters.letter set concerns_thing = $2, concerns_id = $3, kind = $4 where id = $1',
      [plain.ids.sentLetter, thing, id, kind],
    );
  return {
    ...scene,
    plain,
    of: { case_id: plain.caseId, unit_id: plain.unitId },
    otherCase: scene.clients.find(({ kind }) => kind !== 'plain')!.caseId,
    /** Who guides the client, and under whose account everything so far was written; the asker is somebody else. */
    counsellor: String(plain.rows.get('cases.contact_note')![0]!.made_by),
    common: { day: '2026-05-29', reason: 'alasan yang cukup', made_by: scene.asker.accountId },
    asWritten,
    letterAbout,
    noLetter: () => letterAbout('letters.nothing', randomUUID()),
    /** The supervision has ended, as only its own way ends it. */
    endSupervision: () =>
      asWritten(
        'cases.client_case',
        `update cases.client_case set state = 'ended', ended_on = '2026-05-20', end_reason = 'breach' where id = $1`,
        [plain.caseId],
      ),
  };
}

export function keysOf<Step extends string>(steps: Readonly<Record<Step, unknown>>): Step[] {
  return Object.keys(steps) as Step[];
}

/** What no step is without, whichever table it is of. */
export function alwaysOf(steps: Readonly<Record<string, { document: string }>>) {
  return {
    'without somebody who does it': (row: Row) => (row.made_by === null ? undefined : { ...row, made_by: null }),
    'without a reason': (row: Row) => (row.reason === '' ? undefined : { ...row, reason: 'ya' }),
    'on the document of another step': (row: Row) => ({
      ...row,
      document: Object.values(steps).find(({ document }) => document !== row.document)!.document,
    }),
  };
}
