import { Refusal } from '../../errors.ts';
import { type Day, type Instant, instantOf, MINUTE } from '../../time.ts';

/** Hours in which branches are visited, `09:00` to `12:00`. */
export interface Hours {
  from: string;
  to: string;
}

/** A unit with the branches that are to be seen in it, in their order. */
export interface Visited {
  id: number;
  branches: readonly number[];
}

export interface Planned {
  group: number;
  subject: number;
  startsAt: Instant;
  endsAt: Instant;
}

/**
 * A route for each group: whole units to one group, the largest first to whoever has the least to do; a group's
 * branches one after the other through the days' hours. Refused where there is not time enough.
 */
export function planRoutes(
  groups: readonly number[],
  units: readonly Visited[],
  time: { days: readonly Day[]; hours: readonly Hours[]; minutes: number },
): Planned[] {
  const slots = slotsIn(time);
  const loads = groups.map((group) => ({ group, units: [] as Visited[], count: 0 }));
  const order = new Map(units.map(({ id }, index) => [id, index]));
  for (const unit of units.toSorted((a, b) => b.branches.length - a.branches.length)) {
    const least = loads.reduce((best, one) => (one.count < best.count ? one : best), loads[0] ?? NOBODY);
    least.units.push(unit);
    least.count += unit.branches.length;
  }
  return loads.flatMap(({ group, units: own }) => {
    const inOrder = own.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    const branches = inOrder.flatMap((unit) => unit.branches);
    if (branches.length > slots.length) {
      throw new Refusal(
        'invalid',
        `时间排不下：一个组最多要看 ${branches.length} 个支部，这些时段每组只能看 ${slots.length} 个。请增加天数、时段或组数，或者缩短每站的时间。`,
      );
    }
    return branches.flatMap((subject, index) => {
      const slot = slots[index];
      return slot ? [{ group, subject, ...slot }] : [];
    });
  });
}

const NOBODY = { group: 0, units: [] as Visited[], count: 0 };

function slotsIn({
  days,
  hours,
  minutes,
}: {
  days: readonly Day[];
  hours: readonly Hours[];
  minutes: number;
}): { startsAt: Instant; endsAt: Instant }[] {
  return days.flatMap((day) =>
    hours.flatMap(({ from, to }) => {
      const begin = instantOf(`${day}T${from}`);
      const count = Math.floor((instantOf(`${day}T${to}`) - begin) / (minutes * MINUTE));
      return Array.from({ length: Math.max(0, count) }, (_, index) => {
        const startsAt = begin + index * minutes * MINUTE;
        return { startsAt, endsAt: startsAt + minutes * MINUTE };
      });
    }),
  );
}

/** 9:00-12:00 14:30-17:30. */
export function readHours(text: string): Hours[] {
  const said = text.normalize('NFKC').replace(/[~至到—–－]/g, '-');
  const parts = said.split(/[\s,，、;；]+/).filter((part) => part !== '');
  const hours = parts.map((part): Hours => {
    const found = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(part);
    const [from, to] = found ? [clock(found[1], found[2]), clock(found[3], found[4])] : [null, null];
    if (from === null || to === null || from >= to) {
      throw new Refusal('invalid', `时段“${part}”没看懂，请写成 9:00-12:00 14:30-17:30 这样。`);
    }
    return { from, to };
  });
  if (hours.length === 0) throw new Refusal('invalid', '请填写时段，如 9:00-12:00 14:30-17:30。');
  if (hours.some(({ from }, index) => from < (hours[index - 1]?.to ?? ''))) {
    throw new Refusal('invalid', '时段不能重叠，请从早到晚写。');
  }
  return hours;
}

function clock(hour: string | undefined, minute: string | undefined): string | null {
  const [h, m] = [Number(hour), Number(minute)];
  return h <= 23 && m <= 59 ? `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}` : null;
}
