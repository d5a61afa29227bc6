import { formatDate, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import { phaseWords } from '#modules/cases';
import type { OwnDecision } from '#modules/cases/server';
import { m } from '#messages';
import { sayDue } from '../../../due.server.ts';

function standing(one: OwnDecision, locale: Locale): string {
  if (!one.decidedOn) return m.client_decision_waits({ day: formatDate(one.askedOn, locale) });
  const day = formatDate(one.decidedOn, locale);
  if (one.state === 'refused') return m.client_decision_refused({ day });
  if (one.of === 'transfer' && one.state === 'declined')
    return `${m.client_decision_approved({ day })} ${m.client_decision_declined({ unit: one.toUnit })}`;
  return m.client_decision_approved({ day });
}

/** A move to another phase or another Bapas as he reads it: where it stands, who decides and by when, and what he is told. */
export function showOwnDecision(one: OwnDecision, today: PlainDate, locale: Locale) {
  return {
    id: one.id,
    what:
      one.of === 'phase'
        ? m.client_decision_phase({ phase: inSentence(phaseWords[one.toPhase]()) })
        : m.client_decision_transfer({ unit: one.toUnit }),
    stands: standing(one, locale),
    told: one.told,
    turn: one.decidedOn
      ? undefined
      : {
          decides: m.client_post_head({ office: one.office }),
          due: one.due ? sayDue(one.due, today, locale) : undefined,
        },
    heard: one.decidedOn ? undefined : m.client_say_first(),
  };
}
