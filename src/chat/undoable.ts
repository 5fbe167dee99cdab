import { z } from 'zod';
import type { Press } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import type { Instant } from '../time.ts';
import { type Ctx, type Reply, success } from './command.ts';
import { IdInput } from './inputs.ts';

/** Something of somebody's own doing that can still be taken back. */
export interface Undoable {
  /** When it was done. */
  at: Instant;
  /** 签到：12月4日 15:00 主题党日. */
  what: string;
  /** 活动结束前: for how long still. */
  until: string;
  press: Press;
}

/** What a noun knows that this person can take back now. */
export type Undoables = (own: { db: Db; now: Instant; person: number }) => Undoable[];

/** On a button: whose doing, and when it was done, so that it means that one and none that came later. */
export const Doing = z.object({
  person: IdInput,
  at: z.coerce.number().int(),
});
export type Doing = z.infer<typeof Doing>;

export function demandOwn(ctx: Ctx, { person }: Doing): void {
  if (person !== ctx.person.id) throw new Refusal('not_allowed', '只能撤销自己做的。说“撤销”，看看您的。');
}

/** It was taken back: the card goes on with what is left. */
export function takenBack(said: string): Reply {
  return {
    ...success(said),
    content: { view: 'undo', input: { said } },
    privately: true,
  };
}
