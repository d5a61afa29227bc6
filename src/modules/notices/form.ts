import * as v from 'valibot';
import { uuidField } from '#kernel/fields';

/** That the officer has read what was put before him. */
export const ReadForm = v.object({ submissionId: uuidField(), noticeId: uuidField() });
