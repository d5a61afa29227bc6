import type { RequestEvent } from '@sveltejs/kit';
import { visitorAt, type Visitor } from '#platform/visitor.server';
import { application } from './application.server.ts';
import { deviceLabel } from './device-label.ts';

type Asking = Pick<RequestEvent, 'locals' | 'request' | 'getClientAddress'>;

/** Whoever sent this request, for the steps of signing in and out, which run before or beside a full session. */
export function visitorOf(event: Asking, token: string | null = event.locals.token): Visitor {
  const { db, key } = application();
  return visitorAt({
    db,
    journalKey: key('journal'),
    now: new Date(),
    token,
    address: event.getClientAddress().slice(0, 64),
    label: deviceLabel(event.request.headers.get('user-agent') ?? ''),
  });
}
