import type { Row } from '../copy.server.ts';

/** What a gateway that was down for a morning leaves behind: some messages went out, some wait for the administrator. Nobody's number. */
export function outboxRows(unitId: number): Row[] {
  const message = (
    number: number,
    kind: string,
    channel: string,
    state: string,
    tries: number,
    problem: string | null,
  ) => ({
    unit_id: unitId,
    kind,
    key: `contoh ${number}`,
    channel,
    address: channel === 'email' ? `penerima${number}@contoh.invalid` : `+62000000000${number}`,
    body: 'Pengingat contoh, tidak pernah dikirim.',
    state,
    tries,
    problem,
  });
  return [
    message(1, 'check-ins.due-soon', 'sms', 'sent', 1, null),
    message(2, 'check-ins.due-soon', 'whatsapp', 'sent', 2, null),
    message(3, 'check-ins.overdue', 'sms', 'parked', 10, 'timeout'),
    message(4, 'check-ins.overdue', 'whatsapp', 'parked', 10, 'http_503'),
    message(5, 'check-ins.more-needed', 'sms', 'parked', 10, 'timeout'),
    message(6, 'check-ins.due-soon', 'sms', 'parked', 10, 'timeout'),
    message(7, 'check-ins.overdue', 'email', 'failed', 1, 'smtp_550'),
    message(8, 'check-ins.due-soon', 'sms', 'cancelled', 0, null),
  ];
}
