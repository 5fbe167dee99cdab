import { z } from 'zod';
import { type Card, card, facts, note, text } from '../../cards/card.ts';
import type { Db } from '../../db/store.ts';
import { activityUndoables } from '../activity/undo.ts';
import { dutyUndoables } from '../duty/undo.ts';
import { mayAnywhere } from '../people/permit.ts';
import { dayOf, type Instant } from '../time.ts';
import type { View } from './command.ts';
import { define } from './define.ts';
import type { Undoables } from './undoable.ts';

/** Whatever can be taken back: a noun's own list, one line each. */
const undoables: readonly Undoables[] = [...activityUndoables, ...dutyUndoables];

/** More nobody did by mistake. */
const MOST = 6;

const Look = z.object({ about: z.string().optional(), said: z.string().optional() });

/** 撤销: never by the bare word, always by a tap on what is meant. */
export const undo = define({
  name: 'undo',
  words: ['撤销', '撤回'],
  help: '收回刚才点错、填错的，还来得及的都列给您',
  who: 'anyone',
  section: 'own',
  input: z.object({ about: z.string().max(50).optional() }),
  fromText: (_ctx, rest) => (rest ? { about: rest } : {}),
  run: (_ctx, { about }) => ({
    content: { view: 'undo', input: about ? { about } : {} },
    privately: true,
  }),
});

export const undoViews: Record<string, View> = {
  undo: ({ db, now, reader }, raw) =>
    reader === null
      ? card('撤销', [text('请私下对我说“撤销”。')])
      : undoCard(db, now, reader, Look.parse(raw)),
};

function undoCard(db: Db, now: Instant, person: number, { about, said }: z.infer<typeof Look>): Card {
  const all = undoables.flatMap((of) => of({ db, now, person })).toSorted((a, b) => b.at - a.at);
  const meant = about ? all.filter(({ what }) => what.includes(about)) : [];
  const found = meant.length > 0 ? meant : all;
  const done = said ? [text(said)] : [];
  if (found.length === 0) return nothingCard(db, now, person, done);
  const shown = found.slice(0, MOST);
  return card(
    said ? '还可以撤销' : '要撤销哪一个？',
    [
      ...done,
      { type: 'facts', facts: shown.map(({ what, until }) => ({ label: what, value: until })) },
      ...(found.length > MOST ? [note(`另有 ${found.length - MOST} 项更早的。`)] : []),
      note('点一下就撤销，操作日志里会记下。'),
    ],
    { tone: 'info', actions: shown.map(({ press }) => press) },
  );
}

function nothingCard(db: Db, now: Instant, person: number, done: ReturnType<typeof text>[]): Card {
  const may = (right: 'organise' | 'oversee') => mayAnywhere(db, person, right, dayOf(now));
  const organises = may('organise');
  return card(done.length > 0 ? '已撤销' : '现在没有可以撤销的', [
    ...done,
    facts({
      签到: '活动结束前可以撤销',
      请假: '批准前，准了的在活动开始前',
      补学: '书记确认前',
      ...(organises && { 代签: '活动结束前', 新建活动: '24 小时内，活动开始前', 暂缓: '到期前' }),
      ...(may('oversee') && { 督办: '对方回复前' }),
    }),
    note(organises ? '过了时间的到会情况，说“更正”。' : '过了时间的，请联系书记更正。'),
  ]);
}
