import { z } from 'zod';
import { card, facts, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { BOOKS as NAMES } from '../../../../db/schema/standard.ts';
import { nextAllowed } from '../../../calendar.ts';
import { type Ctx, privately, type Reply, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, neededText } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { post } from '../../../outbox/store.ts';
import { secretaryOf } from '../../../people/secretary.ts';
import { dayOf } from '../../../time.ts';
import { loadBranch } from '../../owed/owed.ts';
import { BOOKS } from '../books.ts';
import { type Entry, standingsIn } from '../stand.ts';
import { say, toggleShowPoint } from '../store.ts';
import { pageOf } from './open.ts';

const OfBranch = z.object({ book: z.enum(NAMES), unit: IdInput });
const OfMark = OfBranch.extend({ mark: z.string().max(40) });

/** The branch says what is met, its committee confirms it or sends it back. */
export const sayCommands = [
  define({
    name: 'standard.reportForm',
    words: [],
    who: 'organise',
    input: OfMark,
    over: (_ctx, { unit }) => unit,
    run(ctx, of) {
      const { mark } = entryOf(ctx, of, ['open', 'overdue']);
      const { confirmed, name } = BOOKS[of.book];
      const form = formCard(
        `${name}：${mark.name}`,
        confirmed
          ? `${mark.says}。写明怎么做到的，由上级党组织确认；有照片或文件的，可以直接发给我附上。`
          : '写一句怎么做到的，可以不填。',
        [{ name: 'said', label: '依据', kind: 'longtext', required: confirmed }],
        press(confirmed ? '报送' : '做到了', 'standard.report', { ...of }, 'primary'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'standard.report',
    words: [],
    who: 'organise',
    input: OfMark.extend({ said: z.string().trim().max(1000, '依据请不超过 1000 字。').default('') }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { said, ...of }) {
      entryOf(ctx, of, ['open', 'overdue']);
      const { confirmed } = BOOKS[of.book];
      if (confirmed && said === '') throw new Refusal('invalid', '请写明依据。');
      say(ctx.db, { ...of, said, state: confirmed ? 'submitted' : 'met' }, ctx.person.id, ctx.now);
      return page(ctx, of, confirmed ? '已报送，等待上级党组织确认。' : '已记下。');
    },
  }),

  define({
    name: 'standard.confirm',
    words: [],
    who: 'administer',
    input: OfMark,
    over: superiorOf,
    run(ctx, of) {
      const { last } = entryOf(ctx, of, ['submitted']);
      say(ctx.db, { ...of, said: last?.said ?? '', state: 'met' }, ctx.person.id, ctx.now);
      return page(ctx, of, '已确认达标。');
    },
  }),

  define({
    name: 'standard.returnForm',
    words: [],
    who: 'administer',
    input: OfMark,
    over: superiorOf,
    run(ctx, of) {
      const { mark } = entryOf(ctx, of, ['submitted', 'met']);
      const form = formCard(
        `退回：${mark.name}`,
        '写明还差什么，支部书记能看到。',
        [{ name: 'said', label: '还差什么', kind: 'text', required: true }],
        press('退回', 'standard.return', { ...of }, 'danger'),
      );
      return privately(form);
    },
  }),

  define({
    name: 'standard.return',
    words: [],
    who: 'administer',
    input: OfMark.extend({
      said: neededText('请写明还差什么。', '说明', 500),
    }),
    over: superiorOf,
    run(ctx, { said, ...of }) {
      const { mark } = entryOf(ctx, of, ['submitted', 'met']);
      say(ctx.db, { ...of, said, state: 'returned' }, ctx.person.id, ctx.now);
      tellReturned(ctx, of, mark.name, said);
      return page(ctx, of, '已退回。');
    },
  }),

  define({
    name: 'standard.showPoint',
    words: [],
    who: 'administer',
    input: OfBranch,
    over: superiorOf,
    run(ctx, of) {
      const named = toggleShowPoint(ctx.db, loadBranch(ctx.db, of.unit).id, ctx.person.id, ctx.now);
      return page(ctx, of, named ? '已设为示范点。' : '已取消示范点。');
    },
  }),
];

/** Only from above a branch is confirmed: its own secretary may well administer nothing, and its committee does. */
function superiorOf(ctx: Ctx, { unit }: z.infer<typeof OfBranch>): number {
  return loadBranch(ctx.db, unit).parent ?? unit;
}

/** What was sent back is its secretary's again: said once, privately. */
function tellReturned(ctx: Ctx, { book, unit }: z.infer<typeof OfBranch>, mark: string, said: string): void {
  const secretary = secretaryOf(ctx.db, unit, dayOf(ctx.now));
  if (!secretary) return;
  post(ctx.db, ctx.now, {
    key: `mark:${ctx.key}`,
    ...secretary,
    content: {
      card: card(`${BOOKS[book].name}：${mark}被退回`, [facts({ 还差什么: said })], {
        tone: 'warning',
        actions: [press(`看${BOOKS[book].name}`, `standard.${book}`, { unit }, 'primary')],
      }),
    },
    urgency: 'notice',
    dueAt: nextAllowed(ctx.now),
  });
}

function entryOf(ctx: Ctx, of: z.infer<typeof OfMark>, wanted: readonly Entry['state'][]): Entry {
  const branch = loadBranch(ctx.db, of.unit);
  const [standing] = standingsIn(ctx.db, of.book, branch.lineage, ctx.now);
  const entry = standing?.entries.find(({ mark }) => mark.id === of.mark);
  if (!entry) throw new Refusal('not_found', '这一条已经不在条目里了。');
  if (!wanted.includes(entry.state)) throw new Refusal('conflict', '这一条刚才已经有了变化，请重新看一下。');
  return entry;
}

function page(ctx: Ctx, { book, unit }: z.infer<typeof OfBranch>, text: string): Reply {
  return { ...pageOf(ctx, book, unit), ...success(text) };
}
