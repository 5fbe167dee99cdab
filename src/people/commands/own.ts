import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Action, type Card, press } from '../../../cards/card.ts';
import { feedbackCard, feedbackFormCard, settingsCard } from '../../../cards/people.ts';
import { type PostName, persons } from '../../../db/schema/people.ts';
import { record } from '../../audit/store.ts';
import { nextAllowed } from '../../calendar.ts';
import { type Ctx, privately, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { Refusal } from '../../errors.ts';
import { post } from '../../outbox/store.ts';
import { dayOf } from '../../time.ts';
import { mayAnywhere } from '../permit.ts';
import { addressesOf } from '../reach.ts';
import { addressOf, findUnit, holdersOf, type Person, postsOf, type Unit, unitsOf } from '../store.ts';
import type { Voucher } from '../vouch.ts';
import { PLATFORM_WORDS } from '../words.ts';

/** What everybody may say and set for themselves: 反馈, 设置. */
export const ownCommands = [
  define({
    name: 'people.feedback',
    words: ['反馈', '意见建议'],
    section: 'settings',
    help: '意见建议转给上级党务干部，可以匿名',
    who: 'anyone',
    input: z.object({
      text: z.string().trim().max(2000, '请不超过 2000 字。').optional(),
      anonymous: z.boolean().optional(),
    }),
    fromText: (_ctx, rest) => (rest ? { text: rest } : {}),
    run(ctx, { text, anonymous }) {
      if (!text) return privately(feedbackFormCard());
      deliverFeedback(ctx, text, anonymous === true);
      return { ...success('谢谢，已经转给上级党组织的党务干部。'), privately: true };
    },
  }),

  define({
    name: 'people.settings',
    words: ['设置'],
    section: 'settings',
    help: '选择收哪些提醒',
    who: 'anyone',
    input: z.object({}),
    run: (ctx) => privately(settingsOf(ctx, ctx.person)),
  }),

  define({
    name: 'people.remind',
    words: [],
    who: 'anyone',
    input: z.object({
      reminders: z.enum(['all', 'day']),
      platform: z.enum(['last', 'lark', 'dingtalk', 'wecom', 'console']).optional(),
    }),
    run(ctx, { reminders, platform: wanted }) {
      const platform = wanted === undefined ? ctx.person.platform : wanted === 'last' ? null : wanted;
      ctx.db.update(persons).set({ reminders, platform }).where(eq(persons.id, ctx.person.id)).run();
      return {
        content: { card: settingsOf(ctx, { reminders, platform }) },
        privately: true,
        ...success(reminders === 'all' ? '好的，提醒都发给您。' : '好的，只在活动当天提醒您。'),
      };
    },
  }),
];

function settingsOf(ctx: Ctx, { reminders, platform }: Pick<Person, 'reminders' | 'platform'>): Card {
  const reached = new Set(addressesOf(ctx.db, ctx.person.id).map((address) => address.platform));
  const options = [...reached].sort().map((value) => ({ value, label: PLATFORM_WORDS[value] }));
  return settingsCard(reminders, { options, chosen: platform }, officeActions(ctx));
}

/** What a committee sets for all beneath it. */
function officeActions(ctx: Ctx): Action[] {
  if (!mayAnywhere(ctx.db, ctx.person.id, 'administer', dayOf(ctx.now))) return [];
  return [press('汇总推送', 'duty.posting'), press('规则', 'duty.rules')];
}

const OFFICE: readonly PostName[] = ['staff', 'administrator'];
const LEADERS: readonly PostName[] = ['secretary', 'deputySecretary'];

/** To the nearest unit above with somebody who can be reached; what is said without a name leaves none behind. */
function deliverFeedback(ctx: Ctx, said: string, anonymous: boolean): void {
  const day = dayOf(ctx.now);
  const [home] = unitsOf(ctx.db, ctx.person.id, day).filter(({ kind }) => kind !== 'memberGroup');
  const own = home ?? postsOf(ctx.db, ctx.person.id, day)[0]?.unit;
  const line = own ? [...above(ctx, own), own] : [];
  const found = [OFFICE, LEADERS].flatMap((posts) =>
    line.map((unit) => ({ unit, readers: readersAt(ctx, unit, posts) })),
  );
  const reached = found.find(({ readers }) => readers.length > 0);
  if (!reached) throw new Refusal('conflict', '现在还没有党务干部能收到反馈，请直接联系上级党组织。');
  const from = anonymous ? null : { name: ctx.person.name, unit: own?.name ?? null };
  for (const { person, to } of reached.readers) {
    post(ctx.db, ctx.now, {
      key: `feedback:${ctx.key}:${person}`,
      to,
      person,
      content: { card: feedbackCard(said, from) },
      urgency: 'notice',
      dueAt: nextAllowed(ctx.now),
    });
  }
  record(ctx.db, {
    at: ctx.now,
    actor: anonymous ? 'anonymous' : `person:${ctx.person.id}`,
    action: 'feedback.given',
    subject: `unit:${reached.unit.id}`,
    ...(!anonymous && { after: { text: said } }),
  });
}

/** The nearest first. */
function above(ctx: Ctx, unit: Unit): Unit[] {
  const parent = unit.parent === null ? undefined : findUnit(ctx.db, unit.parent);
  return parent ? [parent, ...above(ctx, parent)] : [];
}

function readersAt(ctx: Ctx, unit: Unit, wanted: readonly PostName[]): Voucher[] {
  const holders = holdersOf(ctx.db, unit.id, dayOf(ctx.now)).filter(
    ({ person, post }) => wanted.includes(post) && person !== ctx.person.id,
  );
  return [...new Set(holders.map(({ person }) => person))].flatMap((person) => {
    const to = addressOf(ctx.db, person);
    return to ? [{ person, to }] : [];
  });
}
