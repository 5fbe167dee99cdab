import { z } from 'zod';
import { type Action, press } from '../../../../cards/card.ts';
import { branchVisitsCard, summaryCard, yearCard } from '../../../../cards/duty/visits.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { findByRef, handleOf, handles } from '../../../people/names.ts';
import { isBranch, may, unitsUnder } from '../../../people/permit.ts';
import { findUnit, type Unit } from '../../../people/store.ts';
import { type Day, dayOf, shortDay, yearOf } from '../../../time.ts';
import { brief } from '../../brief.ts';
import { takeYear } from '../../days.ts';
import { type Subject, subjectNamed, subjectOf } from '../../subject.ts';
import { mayRead, visitsOwed } from '../leaders.ts';
import { liaisonsIn, liaisonsOf } from '../liaisons.ts';
import { type FollowUp, followUpsFor, followUpsOf, type Visit, visitsIn, visitsOf } from '../store.ts';
import { type LeaderYear, visitYear, visitYearWord } from '../summary.ts';
import { bookOf } from '../year.ts';

export const Asked = z.object({
  leader: IdInput.optional(),
  unit: IdInput.optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});
type Asked = z.infer<typeof Asked>;

const MOST_ROWS = 12;

/** 下基层: a leader's year, a committee's summary of all, or what a branch sees of it. */
export const yearCommands = [
  define({
    name: 'visit.year',
    words: ['下基层', '挂点联系', '我的下基层'],
    help: '挂点联系和下基层记录：下基层 [年份] [姓名或单位]',
    who: 'anyone',
    input: Asked,
    fromText: readAsked,
    run(ctx, asked) {
      const year = asked.year ?? yearOf(dayOf(ctx.now));
      if (asked.leader !== undefined) return leaderYear(ctx, asked.leader, year);
      if (asked.unit === undefined && isLeader(ctx)) return leaderYear(ctx, ctx.person.id, year);
      const subject = subjectOf(ctx, asked.unit);
      return isBranch(subject.unit.kind) ? branchPage(ctx, subject, year) : summary(ctx, subject.unit, year);
    },
  }),
];

/** 下基层 汇总, 下基层 2025年, 下基层 白露, 下基层 第一党支部. */
export function readAsked(ctx: Ctx, rest: string): Asked {
  const { year: said, rest: name } = takeYear(rest, dayOf(ctx.now));
  const year = said === undefined ? {} : { year: said };
  if (name === '') return year;
  if (/^(全年)?(汇总|总结|情况)$/.test(name)) {
    const above = committees(ctx)[0];
    if (!above) throw new Refusal('not_allowed', '汇总由党委的同志查看；您自己的说“下基层”。');
    return { ...year, unit: above.id };
  }
  return { ...year, ...(leaderNamed(ctx, name) ?? { unit: subjectNamed(ctx, name) }) };
}

/** A person whose book the asker may read; a name of nobody they may ask about is a unit's. */
function leaderNamed(ctx: Ctx, name: string): { leader: number } | null {
  try {
    const { id } = findByRef(ctx.db, name, dayOf(ctx.now));
    return mayRead(ctx.db, ctx.person.id, id, dayOf(ctx.now)) ? { leader: id } : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function committees(ctx: Ctx): Unit[] {
  return unitsUnder(ctx.db, ctx.person.id, 'oversee', dayOf(ctx.now))
    .flatMap(({ id }) => findUnit(ctx.db, id) ?? [])
    .filter(({ kind }) => !isBranch(kind));
}

/** Whoever keeps in touch with a branch or was at one this year. */
function isLeader(ctx: Ctx): boolean {
  const today = dayOf(ctx.now);
  const year = today.slice(0, 4);
  return (
    liaisonsOf(ctx.db, ctx.person.id, today).length > 0 ||
    visitsOf(ctx.db, ctx.person.id, `${year}-01-01`, `${year}-12-31`).length > 0
  );
}

function leaderYear(ctx: Ctx, leader: number, year: number): Reply {
  const today = dayOf(ctx.now);
  if (!mayRead(ctx.db, ctx.person.id, leader, today))
    throw new Refusal('not_allowed', '下基层记录由本人和所在党委查看。');
  const book = bookOf(ctx.db, leader, year);
  const owed = visitsOwed(ctx.db, leader, year, today);
  const above = committees(ctx)[0];
  const own = leader === ctx.person.id;
  const actions: Action[] = [
    ...(own ? [press('记一次', 'visit.note', {}, 'primary')] : []),
    ...(own && above ? [press('全年汇总', 'visit.year', { unit: above.id, year })] : []),
    press('导出记录', 'file.visit.book', { leader, year }),
  ];
  const all = [
    ...book.visits.map((visit) => ({
      label: shortDay(visit.day),
      value: visitWord(ctx, visit, book.followUps.get(visit.id) ?? []),
    })),
    ...book.attended.map((day) => ({ label: shortDay(day), value: '下基层调研（活动记录）' })),
  ];
  const card = yearCard({
    leader: handleOf(ctx.db, today, leader),
    year,
    branches: liaisonsOf(ctx.db, leader, today)
      .map(({ unitName }) => unitName)
      .join('、'),
    count: countWord(all.length, owed),
    visits: all.slice(0, MOST_ROWS),
    more: Math.max(0, all.length - MOST_ROWS),
    actions,
  });
  return privately(card);
}

/** 河道管理党支部，座谈。活动室投影仪坏了。跟进：维修投影仪（12月1日前办结） */
function visitWord(ctx: Ctx, { unit, form, heard }: Visit, followUps: readonly FollowUp[]): string {
  const where = `${findUnit(ctx.db, unit)?.name ?? ''}，${form}`;
  const follows = followUps.map((one) => followWord(one, dayOf(ctx.now))).join('；');
  return [where, heard, follows === '' ? '' : `跟进：${follows}`].filter((part) => part !== '').join('。');
}

function countWord(count: number, owed: number | null): string {
  return owed === null ? `${count} 次` : `${count} 次（本地要求每年 ${owed} 次）`;
}

function followWord({ what, deadline, doneAt, result }: FollowUp, today: Day): string {
  if (doneAt !== null) return `${what}：已办结（${result ?? ''}）`;
  if (deadline === null) return `${what}：在办`;
  return deadline < today
    ? `${what}：应在${shortDay(deadline)}前办结，已逾期`
    : `${what}：${shortDay(deadline)}前办结`;
}

function summary(ctx: Ctx, unit: Unit, year: number): Reply {
  const today = dayOf(ctx.now);
  const found = visitYear(ctx.db, unit, year, today);
  const { leaders, open } = found;
  const linked = leaders.filter(({ branches }) => branches.length > 0);
  const administers = may(ctx.db, ctx.person.id, 'administer', unit.id, today);
  const card = summaryCard({
    unit: unit.name,
    year,
    summary: visitYearWord(found),
    rows: leaders.slice(0, MOST_ROWS * 2).map(rowOf),
    more: Math.max(0, leaders.length - MOST_ROWS * 2),
    open: open.slice(0, 10).map((one) => ({ label: one.branch, value: followWord(one, today) })),
    actions: [
      ...(administers ? [press('设置挂点', 'visit.liaisonForm', { unit: unit.id }, 'primary')] : []),
      press('导出汇总', 'file.visit.summary', { unit: unit.id, year }),
      ...(administers
        ? linked
            .slice(0, 6)
            .map(({ leader, name }) => press(`调整：${name}`, 'visit.liaisonForm', { unit: unit.id, leader }))
        : []),
    ],
  });
  return privately(card);
}

function rowOf({ name, branches, count, owed, followUps, done }: LeaderYear) {
  return {
    leader: name,
    branches: branches.join('、') || '—',
    count: owed === null ? String(count) : `${count}/${owed}`,
    followUps: followUps === 0 ? '—' : `${done}/${followUps}`,
  };
}

function branchPage(ctx: Ctx, { unit, trusted }: Subject, year: number): Reply {
  const today = dayOf(ctx.now);
  const visits = visitsIn(ctx.db, unit.lineage, `${year}-01-01`, `${year}-12-31`);
  const called = handles(ctx.db, today, [...new Set(visits.map(({ leader }) => leader))]);
  const followUps = [...followUpsOf(ctx.db, visits).values()].flat();
  const mine = followUpsFor(ctx.db, ctx.person.id).map(({ followUp }) => followUp);
  const open = [...new Map([...(trusted ? followUps : []), ...mine].map((one) => [one.id, one])).values()];
  const card = branchVisitsCard({
    unit: unit.name,
    leaders: liaisonsIn(ctx.db, unit.lineage, today)
      .map(({ name }) => name)
      .join('、'),
    visits: visits.slice(0, MOST_ROWS).map((one) => ({
      label: shortDay(one.day),
      value: `${called.get(one.leader) ?? ''}同志，${one.form}`,
    })),
    followUps: open.map((one) => ({
      label: one.what,
      value: followWord(one, today).slice(one.what.length + 1),
    })),
    actions: open
      .filter((one) => one.doneAt === null && canFinish(ctx, unit, one))
      .slice(0, 5)
      .map((one) => press(`办结：${brief(one.what, 12)}`, 'visit.doneForm', { followUp: one.id })),
  });
  return privately(card);
}

function canFinish(ctx: Ctx, unit: Unit, { owner }: FollowUp): boolean {
  return owner === ctx.person.id || may(ctx.db, ctx.person.id, 'organise', unit.id, dayOf(ctx.now));
}
