import { m } from '#messages';
import { defineMessageKinds } from '#modules/messages';

/** Nobody's name, no case and no office: whoever holds the phone learns that something is to be read. */
export const noticeMessages = defineMessageKinds({
  'notices.held': { name: m.notices_message_name, facts: ['code', 'link'], standard: m.notices_message_body },
});
