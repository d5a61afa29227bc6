import * as v from 'valibot';
import { optionalShortText } from '#kernel/fields';

/** Only its shape; whether an address will do is for the rules to say. Left empty it is taken away. */
export const AddressForm = v.object({ address: optionalShortText(500) });
