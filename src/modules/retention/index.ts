export { retentionGaps, retentionRules } from './rules.ts';
