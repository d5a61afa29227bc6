import { createHash, randomUUID } from 'node:crypto';
import type { Planter, Row } from './plant.ts';

/** A petition that complains of somebody of an office, with everything that can hang on it. */
export type Complaint = { id: string; attachment: string; hearing: string; rows: [table: string, row: Row][] };

const sha = () => createHash('sha256').update(randomUUID()).digest();

/** It lies above the office that it complains of, and was taken down at its desk. `record` says of whom it speaks. */
export async function plantComplaint(
  planter: Planter,
  {
    record,
    officeId,
    aboveId,
    about,
    makerAccountId,
  }: { record: string; officeId: number; aboveId: number; about: 'officer' | 'office'; makerAccountId: string },
): Promise<Complaint> {
  const rows: Complaint['rows'] = [];
  const put = async (table: string, given: Row) => {
    const row = await planter.put(record, table, given);
    rows.push([table, row]);
    return row;
  };
  const by = { made_by: makerAccountId };
  const petition = await put('petitions.petition', {
    reference: 'P-7K3QY',
    office_id: officeId,
    unit_id: aboveId,
    accused_unit_id: officeId,
    channel: 'written',
    asks: 'examination',
    about,
    received_on: '2026-05-12',
    desk_since: '2026-05-12',
    state: 'forwarded',
    submission_hash: sha(),
    code_hash: sha(),
    ...by,
  });
  const of = { petition_id: petition.id, ...by };
  await put('petitions.petitioner', {
    ...of,
    office_id: officeId,
    kind: 'citizen',
    phone: planter.canaries.digits(record, 'petitions.petitioner', 'phone', 13, '0815'),
  });
  const attachment = await put('petitions.attachment', {
    ...of,
    office_id: officeId,
    media_type: 'application/pdf',
    content: Buffer.from(`%PDF-1.4 ${planter.canaries.word(record, 'petitions.attachment', 'content')}`),
    sha256: sha(),
  });
  const hearing = await put('petitions.hearing', { ...of, held_on: '2026-05-13' });
  await put('petitions.move', {
    ...of,
    step: 'propose_answer',
    from_state: 'forwarded',
    to_state: 'answer_proposed',
    day: '2026-05-14',
    document: 'petition_proposal',
    unit_id: aboveId,
    to_unit_id: null,
  });
  return {
    id: petition.id as string,
    attachment: attachment.id as string,
    hearing: hearing.id as string,
    rows,
  };
}
