import { z } from 'zod';
import { press } from '../../../cards/card.ts';
import { formCard } from '../../../cards/form.ts';
import { LEVELS, type Level } from '../../../db/schema/three.ts';
import { type Ctx, privately, type Reply, success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { dayOf, say, shortDay } from '../../time.ts';
import { withActivity } from '../find.ts';
import { This, Which } from '../inputs.ts';
import { titleOf } from '../kinds.ts';
import { type Activity, loadActivity } from '../store.ts';
import { markAnonymously } from '../three/mark.ts';
import { giveWord, isOpenFor, refuseWord, speaksFor, spokenFor, wordOf } from '../three/office.ts';
import { lastDayOf, mayMark, membersReviews, openReview } from '../three/open.ts';
import { latestClosed, openTo } from '../three/waiting.ts';
import { LEVEL_WORDS, readLevel, THREE } from '../three/words.ts';
import { desk } from './desk.ts';
import { own } from './own.ts';

export const LevelInput = z.enum(LEVELS, '请从好、较好、一般、差里选一个。');

const LONGEST = 200;

const Said = z.string().trim().max(LONGEST, `点评请不超过 ${LONGEST} 字。`);

/** 三评: what members and the branch itself say of a theme day. What the committee above says, stands with the year. */
export const threeCommands = [
  define({
    name: 'three.mark',
    words: ['评', '党员自评'],
    help: '给参加过的主题党日评一评，不记名、可不评：评 好',
    who: 'anyone',
    input: Which.extend({ level: LevelInput.optional() }),
    fromText(ctx, rest) {
      if (rest === '') return {};
      if (ctx.chat.kind === 'group')
        throw new Refusal('conflict', '群里说的不算。请私聊我说，或者点您自己卡片上的按钮。');
      const found = readLevel(rest);
      if (found?.rest !== '')
        throw new Refusal('invalid', '请说“评 好”“评 较好”“评 一般”或“评 差”，后面不用写字。');
      return { level: found.level };
    },
    run: (ctx, { activity, level }) =>
      withActivity(
        ctx,
        activity,
        () => openTo(ctx.db, ctx.person.id, ctx.now),
        () => '现在没有请您评的主题党日。到会的活动结束归档后，七天内可以评。',
        // Asked which, nobody's choice goes into a button: that one is kept with its card.
        { name: 'activity.show', question: '要评哪一次？点开就能评。' },
        (found) => (level === undefined ? own(ctx, found, true) : mark(ctx, found, level)),
      ),
  }),

  define({
    name: 'three.word',
    words: ['点评', '支部点评'],
    help: '代表支部点评最近的主题党日，可不评：点评 好 [一句话]',
    section: 'branch',
    who: 'anyone',
    offered: 'organise',
    input: Which.extend({
      level: LevelInput.optional(),
      said: Said.optional(),
      was: LevelInput.nullish(),
    }),
    fromText(_ctx, rest) {
      if (rest === '') return {};
      const found = readLevel(rest);
      if (!found) throw new Refusal('invalid', '请先说好、较好、一般或差，再写一句：点评 好 准备充分。');
      return { level: found.level, ...(found.rest && { said: found.rest }) };
    },
    run(ctx, { activity, level, ...more }) {
      const input = { ...(level && { level }), ...(more.said && { said: more.said }) };
      return withActivity(
        ctx,
        activity,
        () => latestOwn(ctx),
        () => '还没有可以点评的主题党日。活动结束归档后，由支部委员点评。',
        { name: 'three.word', question: '点评哪一次？', input },
        (found) => {
          demandVoice(ctx, found);
          refuseWord(ctx.db, found, 'branch', ctx.now);
          return level === undefined ? desk(found) : sayFor(ctx, found, { level, ...more });
        },
      );
    },
  }),

  define({
    name: 'three.wordForm',
    words: [],
    who: 'anyone',
    input: This,
    run(ctx, { activity }) {
      const found = loadActivity(ctx.db, activity);
      demandVoice(ctx, found);
      refuseWord(ctx.db, found, 'branch', ctx.now);
      const word = wordOf(ctx.db, activity, 'branch');
      const options = LEVELS.map((value) => ({ value, label: LEVEL_WORDS[value] }));
      const card = formCard(
        `支部点评：${titleOf(found.kinds)}`,
        `${say(found.startsAt)} ${found.theme}`.trim(),
        [
          {
            name: 'level',
            label: '点评',
            kind: 'select',
            required: true,
            options,
            ...(word && { value: word.level }),
          },
          { name: 'said', label: '写一句', kind: 'text', required: false, value: word?.said ?? '' },
        ],
        press('保存点评', 'three.saveWord', { activity, was: word?.level ?? null }, 'primary'),
      );
      return privately(card);
    },
  }),

  define({
    name: 'three.saveWord',
    words: [],
    who: 'anyone',
    input: z.object({
      activity: IdInput,
      level: LevelInput,
      said: Said.nullish().transform((said) => said ?? ''),
      was: LevelInput.nullish(),
    }),
    run(ctx, { activity, ...given }) {
      const found = loadActivity(ctx.db, activity);
      demandVoice(ctx, found);
      return sayFor(ctx, found, given);
    },
  }),
];

function mark(ctx: Ctx, activity: Activity, level: Level): Reply {
  const open = openReview(ctx.db, activity, ctx.now);
  const [asked] = membersReviews(ctx.db, activity);
  const review = open?.review ?? asked;
  if (activity.cancelledAt !== null) throw new Refusal('conflict', '这次活动已经取消，不用评。');
  if (!activity.kinds.includes('themeDay') || review === undefined)
    throw new Refusal('conflict', '这次活动没有请党员评。');
  if (!mayMark(ctx.db, activity, review, ctx.person.id))
    throw new Refusal('not_allowed', '请应到并且到会的同志评；没能到会的，可以说“补学”。');
  if (!open) return { toast: { tone: 'info', text: closedWord(activity, ctx) }, ...own(ctx, activity, true) };
  markAnonymously(ctx.db, ctx.settings, activity.id, open, ctx.person.id, level);
  // The same whatever was said: what is answered is remembered.
  const text = `已收到，谢谢。不记名；${shortDay(lastDayOf(open))}前再点一次就按新的算。`;
  return { ...success(text), ...own(ctx, activity, true) };
}

function closedWord(activity: Activity, ctx: Ctx): string {
  const over = activity.closedAt !== null && activity.closedAt <= ctx.now;
  return over ? '这次活动的评价已经截止，没有再记。' : '现在不是评的时候，没有记。';
}

function latestOwn(ctx: Ctx): Activity[] {
  const units = spokenFor(ctx.db, ctx.person.id, dayOf(ctx.now));
  return latestClosed(ctx.db, units, ctx.now).filter((one) => isOpenFor(ctx.db, one, 'branch', ctx.now));
}

function demandVoice(ctx: Ctx, { unit }: Activity): void {
  if (speaksFor(ctx.db, unit, ctx.person.id, dayOf(ctx.now))) return;
  throw new Refusal('not_allowed', `${THREE.branch.word}由本支部的书记或委员来做。`);
}

function sayFor(
  ctx: Ctx,
  activity: Activity,
  given: { level: Level; said?: string | undefined; was?: Level | null | undefined },
): Reply {
  const done = giveWord(ctx.db, activity, { review: 'branch', ...given }, ctx.person.id, ctx.now);
  if (done) return desk(activity, `支部点评：${LEVEL_WORDS[given.level]}。`);
  const text = '支部已经点评过了，没有改动；要改请点“改点评”。';
  return { ...desk(activity), toast: { tone: 'info', text } };
}
