import { type Record, recordTitle } from '../../../cards/activity/minutes.ts';
import type { Db } from '../../../db/store.ts';
import { expectedOf } from '../../activity/expected.ts';
import { recordOf, resolves } from '../../activity/minutes.ts';
import { type Line, linesOf } from '../../activity/show.ts';
import type { Activity } from '../../activity/store.ts';
import {
  BLANK,
  heading,
  known,
  type Paper,
  type Part,
  paragraph,
  signatures,
  title,
} from '../../documents/paper.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant } from '../../time.ts';
import { footOf } from '../foot.ts';

/** How many came, of those expected; full members apart from the probationary, who have no vote. */
interface Heads {
  expected: number;
  full: number;
  present: number;
  presentFull: number;
}

/** What the record needs beyond what its card shows. */
interface Kept {
  record: Record;
  /** Whether what is resolved there is voted on. */
  resolves: boolean;
  heads: Heads;
  /** Names, with the reason where its reader may know it. */
  onLeave: string[];
}

/** 会议记录, to be printed and signed: what nobody said stays 【待补充】. */
export function recordPaper(db: Db, activity: Activity, unit: Unit, reasons: boolean, now: Instant): Paper {
  const { title: named } = recordOf(db, activity, now);
  return {
    name: `${unit.name} ${recordTitle(named)} ${dayOf(activity.startsAt)}`,
    as: 'record',
    leaves: [recordParts(keptOf(db, activity, reasons, now))],
    foot: footOf(db, unit),
  };
}

/** `reasons`: whether its reader keeps the list, and so knows why somebody was away. */
export function keptOf(db: Db, activity: Activity, reasons: boolean, now: Instant): Kept {
  const { expected } = linesOf(db, activity, now);
  const categories = new Map(expectedOf(db, activity).map(({ person, category }) => [person, category]));
  const came = expected.filter(({ standing }) => standing === 'present' || standing === 'late');
  const full = (lines: readonly Line[]) =>
    lines.filter(({ person }) => categories.get(person) === 'full').length;
  return {
    record: recordOf(db, activity, now),
    resolves: resolves(activity),
    heads: {
      expected: expected.length,
      full: full(expected),
      present: came.length,
      presentFull: full(came),
    },
    onLeave: expected
      .filter(({ standing }) => standing === 'onLeave')
      .map(({ name, row }) => (reasons && row?.leaveReason ? `${name}（${row.leaveReason}）` : name)),
  };
}

export function recordParts({ record, resolves, heads, onLeave }: Kept): Part[] {
  const { minutes, resolutions, observers, late, absent, resting } = record;
  return [
    title(recordTitle(record.title)),
    known({
      组织: record.unit,
      年度: record.year,
      时间: record.when,
      地点: record.place || BLANK,
      主持人: record.host ?? BLANK,
      记录人: record.recorder ?? BLANK,
      应到: `${heads.expected} 人（正式党员 ${heads.full} 人，预备党员 ${heads.expected - heads.full} 人）`,
      实到: `${heads.present} 人（正式党员 ${heads.presentFull} 人，预备党员 ${heads.present - heads.presentFull} 人）`,
      迟到: late.join('、'),
      请假: onLeave.join('、'),
      缺席: absent.join('、'),
      暂不参加: resting.join('、'),
      列席: observers.join('、'),
      主题: record.theme,
      主讲人: record.lecturer,
    }),
    heading('议程'),
    paragraph(record.agenda || BLANK),
    heading('会议内容'),
    paragraph(minutes || BLANK),
    ...(resolutions === '' ? [] : [heading('决议'), paragraph(resolutions ?? BLANK)]),
    ...(resolves && resolutions
      ? [
          paragraph(
            `表决：正式党员应到 ${heads.full} 人、实到 ${heads.presentFull} 人，赞成、反对、弃权票数${BLANK}。`,
          ),
        ]
      : []),
    signatures('主持人（签名）', '记录人（签名）'),
  ];
}
