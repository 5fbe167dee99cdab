import { type Action, type Block, type Fact, note, text } from '../card.ts';

/** 三评 on an activity's card. */
export interface Reviews {
  /** What was said so far. */
  facts: Fact[];
  /** What its reader may say, if anything. */
  asked: AskedReview | null;
}

export interface AskedReview {
  /** 党员自评：这次主题党日开展得怎么样？ */
  question: string;
  /** That nobody has to, who reads it, until when it can be changed. */
  terms: string;
  /** A button a level. */
  actions: Action[];
}

export function reviewBlocks({ facts, asked }: Reviews): Block[] {
  return [
    ...(facts.length > 0 ? [{ type: 'facts' as const, facts }] : []),
    ...(asked ? [text(asked.question), note(asked.terms)] : []),
  ];
}
