import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { ownTrainingCard, trainingCountsCard, trainingListCard } from '../../../../cards/duty/training.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { handles } from '../../../people/names.ts';
import { isBranch, may } from '../../../people/permit.ts';
import type { Unit } from '../../../people/store.ts';
import { dayOf, shortDay } from '../../../time.ts';
import { nameBeneath } from '../../beneath.ts';
import { brief } from '../../brief.ts';
import { sinceWord } from '../../commands/asked.ts';
import { thisYear } from '../../commands/five.ts';
import { takeYear } from '../../days.ts';
import { yearLong } from '../../period.ts';
import { subjectNamed, subjectOf } from '../../subject.ts';
import { hoursOf, hoursOfPerson } from '../hours.ts';
import { normsIn } from '../norm.ts';
import { type Noted, trainingsFor, trainingsOf } from '../store.ts';
import { talliedWord, talliesOf, tallyOf } from '../tally.ts';
import { HONEST, hoursWord, wantedWord } from '../words.ts';
import { noted, toldOf } from './note.ts';

export const Asked = z.object({
  unit: IdInput.optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});
export type Asked = z.infer<typeof Asked>;

const MOST_ROWS = 30;
const MOST_NOTED = 10;
const MOST_BUTTONS = 3;

/** 学时: one's own; the list of a branch for whoever organises it; numbers for those above. And 学时 张三 8 县委党校 notes. */
export const lookCommands = [
  define({
    name: 'training.hours',
    words: ['学时', '培训学时'],
    help: '今年参加了多少培训：学时 [年份] [单位]',
    who: 'anyone',
    input: Asked.extend({ said: z.string().max(500, '请分成几次说，一次不超过 500 字。').optional() }),
    fromText,
    run(ctx, { said, unit: asked, year = thisYear(ctx) }) {
      if (said !== undefined) return noted(ctx, said);
      const { unit, trusted } = subjectOf(ctx, asked);
      if (!isBranch(unit.kind)) return counts(ctx, unit, year);
      if (may(ctx.db, ctx.person.id, 'organise', unit.id, dayOf(ctx.now))) return list(ctx, unit, year);
      return trusted && asked !== undefined ? counts(ctx, unit, year) : own(ctx, unit, year);
    },
  }),
];

/** Who asks for somebody by name finds them in the list, if that is theirs to see. */
function fromText(ctx: Ctx, rest: string): Record<string, unknown> {
  const told = toldOf(ctx, rest);
  if (told === 'training') return { said: rest };
  return told === 'persons' ? {} : readAsked(ctx, rest);
}

/** 2025年 第一党支部. */
export function readAsked(ctx: Ctx, rest: string): Asked {
  const { year, rest: name } = takeYear(rest, dayOf(ctx.now));
  const unit = subjectNamed(ctx, name);
  return { ...(unit !== undefined && { unit }), ...(year !== undefined && { year }) };
}

function list(ctx: Ctx, unit: Unit, year: number): Reply {
  const { db } = ctx;
  const today = dayOf(ctx.now);
  const norm = normsIn(db, year)(unit.lineage);
  const all = hoursOf(db, unit.id, year, today, norm ?? undefined);
  const found = trainingsOf(db, unit.id, year);
  const people = [...all.map(({ person }) => person), ...found.flatMap(({ persons }) => persons)];
  const called = handles(db, today, [...new Set(people)]);
  const name = (person: number) => called.get(person) ?? '';
  const asked = norm ? `本地要求${wantedWord(norm)}。` : '';
  return privately(
    trainingListCard({
      unit: unit.name,
      year,
      honest: honest(ctx, year),
      summary: `${talliedWord([tallyOf(unit, all, norm)])}${asked}`,
      rows: all.map(({ person, minutes, noted: elsewhere, wanted }) => ({
        name: name(person),
        hours: hoursWord(minutes),
        noted: elsewhere === 0 ? '' : hoursWord(elsewhere),
        wanted: norm ? hoursWord(wanted) : '',
      })),
      noted: found.slice(0, MOST_NOTED).map((one) => notedLine(one, one.persons.map(name))),
      more: Math.max(0, found.length - MOST_NOTED),
      actions: [
        press('记别处的学时', 'training.form', { unit: unit.id }, 'primary'),
        press('导出', 'file.training.hours', { unit: unit.id, year }),
        ...found
          .slice(0, MOST_BUTTONS)
          .map(({ id, day, what }) =>
            press(`更正：${shortDay(day)}${brief(what, 10)}`, 'training.correctForm', { training: id }),
          ),
      ],
    }),
  );
}

/** What is not known, and from when on nothing could be. */
function honest(ctx: Ctx, year: number): string {
  return `${HONEST}${sinceWord(ctx, yearLong(year)) ?? ''}`;
}

/** 5月6日: 赵敏、刘洋，各 8 学时，县委党校. */
function notedLine(
  { day, minutes, what }: Noted,
  names: readonly string[],
): { label: string; value: string } {
  const each = names.length > 1 ? '各 ' : '';
  const who = names.length === 0 ? '' : `${names.join('、')}，`;
  return { label: shortDay(day), value: `${who}${each}${hoursWord(minutes)} 学时，${what}` };
}

function own(ctx: Ctx, unit: Unit, year: number): Reply {
  const { db, now, person } = ctx;
  const norm = normsIn(db, year)(unit.lineage);
  const training = hoursOfPerson(db, person.id, year, dayOf(now), norm ?? undefined);
  return privately(
    ownTrainingCard({
      name: person.name,
      year,
      honest: honest(ctx, year),
      hours: `${hoursWord(training.minutes)} 学时`,
      wanted: norm && `${hoursWord(training.wanted)} 学时`,
      attended: `${hoursWord(training.minutes - training.noted)} 学时`,
      elsewhere: training.noted === 0 ? null : `${hoursWord(training.noted)} 学时`,
      noted: trainingsFor(db, person.id, year).map((one) => notedLine(one, [])),
      actions: [],
    }),
  );
}

/** Whoever sees a branch and does not lead it has its numbers, as those above have. */
function counts(ctx: Ctx, unit: Unit, year: number): Reply {
  const all = talliesOf(ctx.db, unit, year, dayOf(ctx.now));
  const rows = isBranch(unit.kind) ? [] : all;
  return privately(
    trainingCountsCard({
      unit: unit.name,
      year,
      honest: honest(ctx, year),
      summary: `${rows.length > 0 ? `共 ${rows.length} 个支部。` : ''}${talliedWord(all)}`,
      rows: rows.slice(0, MOST_ROWS).map(({ branch, members, some, full }) => ({
        branch: nameBeneath(unit, branch),
        members: String(members),
        some: String(some),
        full: full === null ? '' : String(full),
      })),
      more: Math.max(0, rows.length - MOST_ROWS),
      actions: [press('导出', 'file.training.hours', { unit: unit.id, year })],
    }),
  );
}
