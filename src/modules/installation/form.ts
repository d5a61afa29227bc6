import * as v from 'valibot';
import { optionalShortText, optionalText } from '#kernel/fields';

/** Only its shape; whether an address will do is for the rules to say. Left empty it is taken away. */
export const AddressForm = v.object({ address: optionalShortText(500) });

const jobId = v.pipe(v.string(), v.regex(/^[0-9]{1,18}$/));
export const RetryJobForm = v.object({ jobId });
export const LeaveJobForm = v.object({ jobId, reason: optionalText(500) });
