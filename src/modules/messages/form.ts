import * as v from 'valibot';
import { uuidField } from '#kernel/fields';

/** One message of the outbox, to be tried again or taken back. */
export const MessageForm = v.object({ messageId: uuidField() });
