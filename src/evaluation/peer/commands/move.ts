import { z } from 'zod';
import { type Field, type Option, press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { WallTimeInput } from '../../../activity/inputs.ts';
import { type Ctx, privately, success } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput, Ticked } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { dayOf, instantOf, isDay, MINUTE, shortDay, timeOf, wallTime } from '../../../time.ts';
import type { Round } from '../../round.ts';
import { namesOf } from '../../subject.ts';
import { dropStops, loadStop, moveStop, partiesOf, type Stop, sheetCounts, stopsOf } from '../store.ts';
import { clashes } from './clashes.ts';
import { Minutes, planningOf } from './planning.ts';

/** What is left empty stays as it is. */
const Id = optional(IdInput);

/** A group's route as its leader wants it: another time, or the place of another stop. */
export const peerMoveCommands = [
  define({
    name: 'peer.arrange',
    words: [],
    who: 'anyone',
    input: z.object({ group: IdInput, day: z.string().refine(isDay).optional() }),
    run(ctx, input) {
      const { round, group, all } = planningOf(ctx, input.group);
      const seen = sheetCounts(ctx.db, round.id);
      const open = stopsOf(ctx.db, round.id).filter(
        (stop) =>
          stop.group === group.id && dayOf(stop.startsAt) >= dayOf(ctx.now) && !seen.has(stop.subject),
      );
      const days = [...new Set(open.map(({ startsAt }) => dayOf(startsAt)))].toSorted();
      const day = days.find((one) => one >= (input.day ?? '')) ?? days[0];
      if (day === undefined) throw new Refusal('conflict', `${group.name}没有还要看的站，不用调整。`);
      const names = namesOf(ctx.db, round);
      const options = open
        .filter(({ startsAt }) => dayOf(startsAt) === day)
        .map((stop) => ({ value: String(stop.id), label: labelOf(stop, names) }));
      const fields: Field[] = [
        { name: 'stop', label: '哪一站', kind: 'select', required: true, options },
        { name: 'swap', label: '和哪一站对调', kind: 'select', required: false, options },
        { name: 'startsAt', label: '或者改到', kind: 'datetime', required: false },
        ...(all ? ofCommittee(ctx, round, null) : []),
      ];
      const submit = press('保存', 'peer.stop', {}, 'primary');
      const shown = formCard(`${group.name}：调整${shortDay(day)}的路线`, null, fields, submit);
      const others = days.filter((one) => one !== day).slice(0, 4);
      return privately({
        ...shown,
        actions: others.map((one) =>
          press(`改看${shortDay(one)}`, 'peer.arrange', { group: group.id, day: one }),
        ),
      });
    },
  }),

  define({
    name: 'peer.stopForm',
    words: [],
    who: 'anyone',
    input: z.object({ stop: IdInput }),
    run(ctx, { stop: id }) {
      const stop = loadStop(ctx.db, id);
      const { round, all } = planningOf(ctx, stop.group);
      const fields: Field[] = [
        {
          name: 'startsAt',
          label: '开始时间',
          kind: 'datetime',
          required: true,
          value: wallTime(stop.startsAt),
        },
        {
          name: 'minutes',
          label: '分钟',
          kind: 'number',
          required: true,
          value: Math.round((stop.endsAt - stop.startsAt) / MINUTE),
        },
        ...(all ? ofCommittee(ctx, round, stop.group) : []),
      ];
      const name = namesOf(ctx.db, round).get(stop.subject) ?? '';
      return privately(
        formCard(`调整：${name}`, null, fields, press('保存', 'peer.stop', { stop: id }, 'primary')),
      );
    },
  }),

  define({
    name: 'peer.stop',
    words: [],
    who: 'anyone',
    input: z.object({
      stop: z.coerce.number('请选择哪一站。').int().positive(),
      swap: Id,
      startsAt: optional(WallTimeInput),
      minutes: optional(Minutes),
      group: Id,
      drop: Ticked.default(false),
    }),
    run(ctx, { stop: id, swap, startsAt, minutes, group, drop }) {
      const stop = loadStop(ctx.db, id);
      const { round, all } = planningOf(ctx, stop.group);
      const other = swap === undefined || swap === id ? undefined : loadStop(ctx.db, swap);
      if (!all && (drop || (group ?? stop.group) !== stop.group)) {
        throw new Refusal('not_allowed', '取消一站或改由别的组去看，由组织观摩的党务干部来定。');
      }
      if (drop) dropStops(ctx.db, round.id, [stop], ctx.person.id, ctx.now);
      else if (other) exchange(ctx, round, stop, other);
      else change(ctx, round, stop, { startsAt, minutes, group });
      return {
        ...clashes(ctx, round, all ? null : stop.group, { group: stop.group, day: dayOf(stop.startsAt) }),
        ...success('路线已调整，调好以后点“发出路线”。'),
      };
    },
  }),
];

function change(
  ctx: Ctx,
  round: Round,
  stop: Stop,
  wanted: { startsAt: string | undefined; minutes: number | undefined; group: number | undefined },
): void {
  const group = wanted.group ?? stop.group;
  if (partiesOf(ctx.db, round.id).every(({ id }) => id !== group)) {
    throw new Refusal('invalid', '请选择观摩组。');
  }
  const startsAt = wanted.startsAt === undefined ? stop.startsAt : instantOf(wanted.startsAt);
  const long = wanted.minutes === undefined ? stop.endsAt - stop.startsAt : wanted.minutes * MINUTE;
  const to = { group, subject: stop.subject, startsAt, endsAt: startsAt + long };
  if (to.group === stop.group && to.startsAt === stop.startsAt && to.endsAt === stop.endsAt) {
    throw new Refusal('invalid', '没有改动：请选择和哪一站对调，或者填写新的时间。');
  }
  if (to.startsAt !== stop.startsAt && dayOf(to.startsAt) < dayOf(ctx.now)) {
    throw new Refusal('invalid', '这个时间已经过去了，请选今天或以后。');
  }
  moveStop(ctx.db, round.id, stop, to, ctx.person.id, ctx.now);
}

/** Each takes the other's time, of one group only: its people are in one place at a time. */
function exchange(ctx: Ctx, round: Round, one: Stop, other: Stop): void {
  if (other.group !== one.group) throw new Refusal('invalid', '只能和本组的站对调。');
  for (const [stop, { startsAt, endsAt }] of [
    [one, other],
    [other, one],
  ] as const) {
    const { group, subject } = stop;
    moveStop(ctx.db, round.id, stop, { group, subject, startsAt, endsAt }, ctx.person.id, ctx.now);
  }
}

/** What only those who hold the round may do with a stop. */
function ofCommittee(ctx: Ctx, round: Round, group: number | null): Field[] {
  return [
    groupField(ctx, round.id, group, group !== null),
    { name: 'drop', label: '取消这一站', kind: 'checkbox', required: false, value: false },
  ];
}

export function groupField(ctx: Ctx, round: number, group: number | null, required: boolean): Field {
  const options: Option[] = partiesOf(ctx.db, round).map(({ id, name }) => ({
    value: String(id),
    label: name,
  }));
  const value = group === null ? {} : { value: String(group) };
  return {
    name: 'group',
    label: required ? '观摩组' : '改由哪个组',
    kind: 'select',
    required,
    options,
    ...value,
  };
}

function labelOf({ startsAt, subject }: Stop, names: ReadonlyMap<number, string>): string {
  return `${timeOf(startsAt)} ${names.get(subject) ?? ''}`;
}

/** A field that may be left empty, however a client says so. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((raw) => (raw === '' || raw === null ? undefined : raw), schema.optional());
}
