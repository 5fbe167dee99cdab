import type { Line } from '../../activity/show.ts';
import type { Activity } from '../../activity/store.ts';
import { type Part, paragraph, table, title } from '../../documents/paper.ts';
import { dayOf } from '../../time.ts';

/** An activity and who was expected; nobody before it began. */
export interface Held {
  activity: Activity;
  lines: readonly Line[];
}

/** Activities beside each other on a page that lies across. */
const ACROSS = 14;

/** 出勤表: members down, activities across, in the order of the roster; nobody is summed up or ranked. */
export function attendanceTables(held: readonly Held[]): Part[][] {
  const begun = held.filter(({ lines }) => lines.length > 0);
  const names = new Map(
    begun.flatMap(({ lines }) => lines.map(({ person, name }) => [person, name] as const)),
  );
  const people = [...names].toSorted(([a], [b]) => a - b);
  return chunks(begun).map((some) => [
    title('出勤表'),
    paragraph('√到会　迟迟到　假请假　缺缺席　补已补学　暂暂不参加　空白不在应到范围。'),
    table(
      [{ head: '姓名', width: 8 }, ...some.map(({ activity }) => ({ head: headOf(activity), width: WIDTH }))],
      people.map(([person, name]) => [name, ...some.map(({ lines }) => markOf(lines, person))]),
    ),
  ]);
}

/** So wide that any such page lies across. */
const WIDTH = 4;

function chunks(held: readonly Held[]): Held[][] {
  return Array.from({ length: Math.ceil(held.length / ACROSS) }, (_, index) =>
    held.slice(index * ACROSS, (index + 1) * ACROSS),
  );
}

/** 12.4: two on one day stand beside each other. */
function headOf({ startsAt }: Activity): string {
  const [, month, date] = dayOf(startsAt).split('-');
  return `${Number(month)}.${Number(date)}`;
}

const MARKS: Record<Line['standing'], string> = {
  present: '√',
  late: '迟',
  onLeave: '假',
  leaveAsked: '',
  absent: '缺',
  resting: '暂',
  open: '',
};

function markOf(lines: readonly Line[], person: number): string {
  const line = lines.find((one) => one.person === person);
  if (!line) return '';
  return line.row?.presentAt == null && line.row?.makeUpGranted === true ? '补' : MARKS[line.standing];
}
