import { m } from '#messages';
import { defineMessageKinds } from './kinds.ts';

/** The kinds that more than one module sends; a module with another one defines it in its own index.ts. */
export const standardKinds = defineMessageKinds({
  'check-ins.due-soon': {
    name: m.messages_kind_due_soon,
    facts: ['code', 'link', 'date'],
    standard: m.messages_body_due_soon,
  },
  'check-ins.overdue': {
    name: m.messages_kind_overdue,
    facts: ['code', 'link', 'date'],
    standard: m.messages_body_overdue,
  },
  'check-ins.more-needed': {
    name: m.messages_kind_more_needed,
    facts: ['code', 'link'],
    standard: m.messages_body_more_needed,
  },
});
