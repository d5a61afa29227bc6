import { formatDate } from '#kernel/format';
import type { OwnLifting } from '#modules/cases/server';
import { m, type Locale } from '#messages';

/** By which decree a client's guidance goes on, as he reads it. */
export function sayOwnLifting({ number, dated, issuer, day }: OwnLifting, locale: Locale): string {
  return m.cases_own_lifted_by({
    number,
    dated: formatDate(dated, locale),
    issuer,
    day: formatDate(day, locale),
  });
}
