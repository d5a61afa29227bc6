import { m } from '#messages';

export const paperStateWords = {
  typing: m.check_ins_paper_state_typing,
  proposed: m.check_ins_paper_state_proposed,
  approved: m.check_ins_paper_state_approved,
  refused: m.check_ins_paper_state_refused,
} as const;
