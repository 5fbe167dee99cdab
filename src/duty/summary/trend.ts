import { sayDay } from '../../time.ts';
import { before, type Period } from '../period.ts';
import { percent } from './figures.ts';
import type { Summary } from './summary.ts';

/**
 * This time beside the one before it, of the same length. Only what belongs to periods that are over is compared, and
 * nothing with a time of which not all is on record.
 */
export function trendOf({
  span,
  due,
  attended,
  earlier,
  since,
}: Summary): { label: string; value: string }[] {
  const done = percent(due.done, due.required);
  if (!earlier) {
    const from = since === null ? '还没有记录' : `记录从${sayDay(since)}开始`;
    const none = {
      label: '与上期相比',
      value: `上期没有完整记录，不作比较（${before(span).label}，${from}）`,
    };
    return [...(done === null ? [] : [{ label: DONE, value: `${done}%` }]), none];
  }
  const came = percent(attended.present, attended.expected);
  const { span: then, due: dueThen, attended: cameThen } = earlier;
  return [
    { label: DONE, value: compared(done, percent(dueThen.done, dueThen.required), then, '还没有到期的事项') },
    {
      label: '出勤率',
      value: compared(came, percent(cameThen.present, cameThen.expected), then, '还没有开展活动'),
    },
  ];
}

const DONE = '到期事项完成率';

/** `none`: what there is to say of this time where there is no share. */
function compared(now: number | null, then: number | null, { label }: Period, none: string): string {
  if (now === null) return then === null ? none : `${none}（${label} ${then}%）`;
  if (then === null) return `${now}%（${label}没有）`;
  const both = `${now}%，${label} ${then}%`;
  if (now === then) return `${both}，持平`;
  return `${both}，${now > then ? '上升' : '下降'} ${Math.abs(now - then)} 个百分点`;
}
