import { type Block, note } from '../card.ts';

/** Who was expected and what became of them, in person-times. `present` counts the late too. */
export interface Attendance {
  expected: number;
  present: number;
  late: number;
  onLeave: number;
  absent: number;
  /** 暂不参加: whoever of the expected is in no other count. */
  resting: number;
  madeUp: number;
  /** How those present were written down: by themselves, by somebody else while it lasted, when it was over. */
  byThemselves: number;
  byProxy: number;
  enteredLater: number;
}

/** Nothing where nobody was expected. */
export function attendanceBlocks(attendance: Attendance): Block[] {
  const { expected, present, late, onLeave, absent, resting, madeUp } = attendance;
  if (expected === 0) return [];
  return [
    {
      type: 'progress',
      total: { label: '应到人次', count: expected },
      parts: [
        { label: '实到', count: present },
        { label: '其中迟到', count: late },
        { label: '请假', count: onLeave },
        { label: '缺席', count: absent },
        ...(resting > 0 ? [{ label: '暂不参加', count: resting }] : []),
        ...(madeUp > 0 ? [{ label: '补学', count: madeUp }] : []),
      ],
    },
    note(recordedWord(attendance)),
  ];
}

function recordedWord({ byThemselves, byProxy, enteredLater }: Attendance): string {
  return `到会登记：现场本人签到 ${byThemselves} 人次，现场代签 ${byProxy}，事后补记 ${enteredLater}。`;
}
