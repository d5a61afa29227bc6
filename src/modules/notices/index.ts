import './tasks.ts';
import './messages.ts';

export * from './notice.ts';
export { ReadForm } from './form.ts';
export { noticeRules } from './law.rules.ts';
export { leftWords, postWords, reasonWords, sentWords, standingWords } from './words.ts';
