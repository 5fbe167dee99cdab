import type { Line } from '../../activity/show.ts';
import type { Activity } from '../../activity/store.ts';
import { type Part, paragraph, table, title } from '../../documents/paper.ts';
import { dayOf } from '../../time.ts';
import type { Held } from './held.ts';

/** Activities beside each other on a page that lies across. */
const ACROSS = 14;

/** Members down, activities across, in the order of the roster; nobody is summed up or ranked. */
export interface Attendance {
  held: readonly Held[];
  /** A name, then a mark for each activity. */
  lines: string[][];
}

export const MARKS_WORD = '√到会　迟迟到　假请假　缺缺席　补已补学　暂暂不参加　空白不在应到范围。';

export function attendanceIn(held: readonly Held[]): Attendance {
  const begun = held.filter(({ lines }) => lines.length > 0);
  const names = new Map(
    begun.flatMap(({ lines }) => lines.map(({ person, name }) => [person, name] as const)),
  );
  const people = [...names].toSorted(([a], [b]) => a - b);
  const lines = people.map(([person, name]) => [name, ...begun.map((one) => markOf(one.lines, person))]);
  return { held: begun, lines };
}

/** 出勤表, on as many pages as the activities need. */
export function attendanceTables(all: readonly Held[]): Part[][] {
  const { held, lines } = attendanceIn(all);
  return Array.from({ length: Math.ceil(held.length / ACROSS) }, (_, page) => {
    const [from, to] = [page * ACROSS, (page + 1) * ACROSS];
    const heads = held.slice(from, to).map(({ activity }) => ({ head: headOf(activity), width: WIDTH }));
    return [
      title('出勤表'),
      paragraph(MARKS_WORD),
      table(
        [{ head: '姓名', width: 8 }, ...heads],
        lines.map(([name = '', ...marks]) => [name, ...marks.slice(from, to)]),
      ),
    ];
  });
}

/** So wide that any such page lies across. */
const WIDTH = 4;

/** 12.4: two on one day stand beside each other. */
export function headOf({ startsAt }: Activity): string {
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
