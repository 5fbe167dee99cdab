import { press } from '../../../cards/card.ts';
import type { DigestLine } from '../../../cards/duty/digest.ts';
import type { Db } from '../../../db/store.ts';
import { absencesOf } from '../../activity/absence.ts';
import { titleOf } from '../../activity/kinds.ts';
import { type Activity, findAttendance, loadActivity } from '../../activity/store.ts';
import { unreachable } from '../../errors.ts';
import { isThere } from '../../people/exists.ts';
import { handleOf } from '../../people/names.ts';
import { isBranch } from '../../people/permit.ts';
import { findUnit } from '../../people/store.ts';
import { type Day, dayOf, type Instant, shortDay } from '../../time.ts';
import { nudgedOf } from '../nudges/nudged.ts';
import { loadNudge } from '../nudges/nudges.ts';
import type { Item } from '../owed/compliance.ts';
import { monthsLeft, type Term, termOf } from '../owed/terms.ts';
import { closePress, unclosedFor, unclosedWord } from '../owed/unclosed.ts';
import { itemKey } from '../owed/waivers.ts';
import { itemWord, stateWord } from '../words.ts';
import { absenceWord } from './absent.ts';
import { isSoon, type Situation, situationOf } from './due.ts';
import type { About } from './ledger.ts';
import { filingWord, isUnminuted } from './minutes.ts';
import { isUnanswered } from './requests.ts';
import { ORDER } from './room.ts';
import type { Task } from './task.ts';
import { findTask } from './tasks.ts';
import { isUnannounced } from './unannounced.ts';

/** A line with the item it is of, where it is a duty's. */
export interface Line extends DigestLine {
  kind: About['kind'];
  unit: number;
  item: Item | null;
  /** What holds for it, said once for all that it holds for. */
  rule: string | null;
}

/**
 * What a secretary's digest says now: what is settled meanwhile has no line, and what was dissolved has none either, but
 * for what somebody was asked to do themselves. Duties first, persons last.
 */
export function linesOf(db: Db, said: readonly About[], now: Instant): Line[] {
  const situations = new Map<number, Situation | undefined>();
  const lines = said
    .flatMap((about) => lineOf(db, about, now, situationAt) ?? [])
    .filter(({ kind, unit }) => kind === 'task' || isThere(db, unit, dayOf(now)));
  return lines.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));

  function situationAt(unit: number): Situation | undefined {
    const known = situations.get(unit);
    if (known) return known;
    const found = findUnit(db, unit);
    const situation =
      found && situationOf(db, found.lineage, now, isBranch(found.kind) ? 'branches' : 'upper');
    situations.set(unit, situation);
    return situation;
  }
}

function lineOf(
  db: Db,
  about: About,
  now: Instant,
  situationAt: (unit: number) => Situation | undefined,
): Line | null {
  switch (about.kind) {
    case 'duty':
      return dutyLine(db, about, situationAt(about.unit), now);
    case 'minutes':
      return minutesLine(db, loadActivity(db, about.activity));
    case 'unannounced':
      return unannouncedLine(loadActivity(db, about.activity), now);
    case 'request': {
      const activity = loadActivity(db, about.activity);
      if (activity.cancelledAt !== null) return null;
      if (!isUnanswered(about, findAttendance(db, about.activity, about.person))) return null;
      const name = handleOf(db, dayOf(now), about.person);
      return requestLine(about, activity, name);
    }
    case 'absence': {
      const [found] = absencesOf(db, [about.person], dayOf(now));
      return found ? absenceLine(about, handleOf(db, dayOf(now), about.person)) : null;
    }
    case 'term': {
      const value = termWord(termOf(db, about.unit), now);
      if (value === null) return null;
      const name = findUnit(db, about.unit)?.name ?? '';
      return {
        ...plain('term', about.unit),
        label: `${name}换届`,
        value,
        action: press('换届', 'duty.term', { unit: about.unit }),
      };
    }
    case 'nudged':
      return nudgedLine(db, about.nudge, now);
    case 'task': {
      const task = findTask(db, about.task, dayOf(now));
      return task ? taskLine(task, dayOf(now)) : null;
    }
    case 'waived':
    case 'answered':
      return null;
    default:
      return unreachable(about);
  }
}

function nudgedLine(db: Db, id: number, now: Instant): Line | null {
  const nudged = nudgedOf(db, id, now);
  if (nudged.answer !== null || nudged.arranged) return null;
  return {
    ...plain('nudged', loadNudge(db, id).unit),
    label: `督办：${nudged.what ?? '总体情况'}`,
    value: `${nudged.from}${nudged.asked}督办，还没有回复`,
    action: press('回复督办', 'duty.answerForm', { nudge: id }, 'primary'),
  };
}

function dutyLine(
  db: Db,
  { unit, item: key }: Extract<About, { kind: 'duty' }>,
  situation: Situation | undefined,
  now: Instant,
): Line | null {
  const item = situation?.standings.flatMap(({ items }) => items).find((one) => itemKey(one) === key);
  if (!situation || !item) return null;
  const ofHours = item.rule.measure === 'training';
  const done = ofHours ? '别处参加过的请记一句' : '开展过的请补录';
  const value =
    item.state === 'overdue'
      ? `${item.coverage ? stateWord(item) : '已逾期'}。${done}，开不成的请${item.rule.owedBy === 'upper' ? '报上级党组织' : '说明'}暂缓`
      : isSoon(item, situation)
        ? stateWord(item)
        : null;
  if (value === null) return null;
  const word = itemWord(item, dayOf(now).slice(0, 4));
  const line = { ...plain('duty', unit), item, label: word };
  const unclosed = unclosedFor(db, item, unit, now);
  if (unclosed) return { ...line, value: unclosedWord(item, unclosed), action: closePress(unclosed) };
  if (ofHours)
    return {
      ...line,
      value,
      action: press(`看学时：${word}`, 'training.hours', {
        unit: item.holder.id,
        year: Number(item.period.to.slice(0, 4)),
      }),
    };
  return {
    ...line,
    value,
    action: press(
      `新建活动：${word}`,
      'activity.compose',
      { unit: item.holder.id, kinds: [...item.rule.kinds].slice(0, 1) },
      'primary',
    ),
  };
}

function taskLine({ unit, label, of, what, deadline, action }: Task, today: Day): Line {
  const until = deadline < today ? `应在${shortDay(deadline)}前完成，已逾期` : `${shortDay(deadline)}前完成`;
  const whose = of === undefined ? '' : `（${of}）`;
  return { ...plain('task', unit), label: `${label}${whose}`, value: `${what}（${until}）`, action };
}

function minutesLine(db: Db, activity: Activity): Line | null {
  if (!isUnminuted(activity)) return null;
  const label = `${shortDay(dayOf(activity.startsAt))} ${titleOf(activity.kinds)}`;
  const verb = activity.closedAt === null ? '结束活动' : '补充记录';
  return {
    ...plain('minutes', activity.unit),
    label,
    value: '还没有会议记录',
    rule: filingWord(db, findUnit(db, activity.unit)?.lineage ?? '', activity.endsAt),
    action: press(`${verb}：${label}`, 'activity.closeForm', { activity: activity.id }),
  };
}

function unannouncedLine(activity: Activity, now: Instant): Line | null {
  if (!isUnannounced(activity, now)) return null;
  const label = `${shortDay(dayOf(activity.startsAt))} ${titleOf(activity.kinds)}`;
  return {
    ...plain('unannounced', activity.unit),
    label,
    value: '还没有通知大家，请定好主题后发出通知',
    action: press(`定主题：${label}`, 'activity.desk', { activity: activity.id }, 'primary'),
  };
}

function requestLine(about: Extract<About, { kind: 'request' }>, activity: Activity, name: string): Line {
  const leave = about.what === 'leave';
  const what = `${shortDay(dayOf(activity.startsAt))}${titleOf(activity.kinds)}`;
  return {
    ...plain('request', activity.unit),
    label: `${name}同志${leave ? '请假' : '补学'}`,
    value: `${what}，等您答复`,
    action: press(`${leave ? '看请假' : '看补学'}：${name}`, 'duty.request', {
      what: about.what,
      activity: about.activity,
      person: about.person,
    }),
  };
}

function absenceLine({ unit, months, person }: Extract<About, { kind: 'absence' }>, name: string): Line {
  return {
    ...plain('absence', unit),
    label: `${name}同志`,
    value: absenceWord({ months }),
    action: press(`暂不参加：${name}`, 'activity.rest', { person: String(person) }),
  };
}

/** 本届任期到2027年5月1日，还有约 6 个月; null: nothing to say. */
export function termWord(term: Term | undefined, now: Instant): string | null {
  const left = term && monthsLeft(term, dayOf(now));
  if (!term || left === undefined || left === null) return null;
  const ends = `${term.ends.slice(0, 4)}年${shortDay(term.ends)}`;
  return left > 0
    ? `本届任期到${ends}，还有不到 ${left} 个月，请提前准备`
    : `本届任期已于${ends}届满，请抓紧换届或按规定报批`;
}

function plain(kind: About['kind'], unit: number): Pick<Line, 'kind' | 'unit' | 'item' | 'rule'> {
  return { kind, unit, item: null, rule: null };
}
