import { eq } from 'drizzle-orm';
import { html } from 'hono/html';
import { activities } from '../../db/schema/activity.ts';
import { restingAt } from '../activity/absence.ts';
import { isOver, STANDING_WORDS, type Standing, standing } from '../activity/attendance.ts';
import { expectedOf, isExpected } from '../activity/expected.ts';
import { titleOf } from '../activity/kinds.ts';
import { type Activity, type Attendance, attendanceOf } from '../activity/store.ts';
import { yearWord } from '../activity/year.ts';
import { may } from '../people/permit.ts';
import { findPerson, findUnit, type Member } from '../people/store.ts';
import { CATEGORY_WORDS } from '../people/words.ts';
import { dayOf, type Instant, say, timeOf } from '../time.ts';
import { isKnown } from './branch.ts';
import type { Look } from './look.ts';
import { type Html, page } from './page.ts';
import { crumbs, tiles } from './parts.ts';

/**
 * One activity. Names are for those who see the unit's records; whoever was only invited sees the activity and their
 * own part. Nobody reads here why somebody was away.
 */
export function activityPage(look: Look, id: number): Html | null {
  const { db, now, person } = look;
  const today = dayOf(now);
  const activity = db.select().from(activities).where(eq(activities.id, id)).get();
  const unit = activity && findUnit(db, activity.unit);
  if (!activity || !unit || !isKnown(activity, now)) return null;
  const oversees = may(db, person.id, 'oversee', unit.id, today);
  const rows = attendanceOf(db, activity.id);
  const own = rows.find((row) => row.person === person.id);
  if (!oversees && !own && !isExpected(db, activity, person.id)) return null;
  const members = expectedOf(db, activity);
  const resting = restingAt(
    db,
    [person.id, ...members.map((member) => member.person)],
    dayOf(activity.startsAt),
  );
  const title = titleOf(activity.kinds);
  return page({
    title,
    reader: person.name,
    at: oversees ? 'board' : 'mine',
    oversees: look.oversees,
    now,
    body: html`${oversees ? crumbs(look, unit, today, { itself: true }) : ''}
<div class="head"><h1>${title}${activity.theme === '' ? '' : html`<small>${activity.theme}</small>`}</h1></div>
${oversees || isOver(activity, now) ? counts(activity, members, rows, now, resting) : ''}
<section aria-label="基本情况"><dl class="facts">${factsOf(look, activity, unit.name).map(
      ([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`,
    )}${oversees ? '' : html`<div><dt>本人</dt><dd>${ownWord(activity, own, now, resting.has(person.id))}</dd></div>`}</dl></section>
${oversees ? roster(look, activity, members, rows, resting) : ''}`,
  });
}

function ownWord(activity: Activity, own: Attendance | undefined, now: Instant, resting: boolean): string {
  return own?.role === 'observer' ? '列席' : STANDING_WORDS[standing(activity, own, now, resting)];
}

function factsOf({ db, now }: Look, activity: Activity, unit: string): [string, string][] {
  const host = activity.host === null ? undefined : findPerson(db, activity.host);
  const all: [string, string | undefined][] = [
    ['组织', unit],
    ['时间', `${say(activity.startsAt)}—${timeOf(activity.endsAt)}`],
    ['年度', yearWord(activity) ?? ''],
    ['地点', activity.place],
    ['主题', activity.theme],
    ['议程', activity.agenda],
    ['主持人', host?.name],
    ['主讲人', activity.lecturer],
    ['会议记录', !isOver(activity, now) ? '' : activity.minutedAt === null ? '待补' : '已完成'],
  ];
  return all.flatMap(([label, value]) => (value ? [[label, value] satisfies [string, string]] : []));
}

function counts(
  activity: Activity,
  members: readonly Member[],
  rows: readonly Attendance[],
  now: Instant,
  resting: ReadonlySet<number>,
): Html {
  const byPerson = new Map(rows.map((row) => [row.person, row]));
  const standings = members.map(({ person }) =>
    standing(activity, byPerson.get(person), now, resting.has(person)),
  );
  const count = (...wanted: Standing[]) => standings.filter((one) => wanted.includes(one)).length;
  const present = count('present', 'late');
  const later = activity.enteredLater > 0 ? `，会后补记 ${activity.enteredLater}` : '';
  return tiles([
    {
      label: '实到 / 应到',
      value: `${present} / ${members.length}`,
      more: `人${later}`,
      share: { part: present, whole: members.length },
    },
    { label: '其中迟到', value: String(count('late')), more: '人' },
    { label: '请假', value: String(count('onLeave', 'leaveAsked')), more: '人' },
    isOver(activity, now)
      ? {
          label: '缺席',
          value: String(count('absent')),
          more: activity.madeUp > 0 ? `人，已补学 ${activity.madeUp}` : '人',
        }
      : { label: '未答复', value: String(count('open')), more: '人' },
    ...(count('resting') > 0 ? [{ label: '暂不参加', value: String(count('resting')), more: '人' }] : []),
  ]);
}

const HOW: Record<NonNullable<Attendance['how']>, string> = {
  self: '本人签到',
  proxy: '代签',
  correction: '更正',
};

function roster(
  { db, now }: Look,
  activity: Activity,
  members: readonly Member[],
  rows: Attendance[],
  resting: ReadonlySet<number>,
): Html {
  const byPerson = new Map(rows.map((row) => [row.person, row]));
  const observers = rows.filter((row) => row.role === 'observer');
  const guests = [
    ...observers.map((row) => findPerson(db, row.person)?.name ?? ''),
    ...(activity.guests ? [activity.guests] : []),
  ];
  return html`<section aria-labelledby="names"><h2 id="names">签到情况</h2>
<div class="scroll" role="region" aria-label="签到情况" tabindex="0"><table class="plain list"><thead><tr><th scope="col" class="number">序号</th><th scope="col">姓名</th><th scope="col">党员类别</th><th scope="col">情况</th><th scope="col">备注</th></tr></thead>
<tbody>${members.map(({ person, name, category }, index) => {
    const row = byPerson.get(person);
    const how = standing(activity, row, now, resting.has(person));
    return html`<tr><td class="number">${index + 1}</td><th scope="row">${name}</th><td>${CATEGORY_WORDS[category]}</td><td><span class="${how}">${STANDING_WORDS[how]}</span></td><td>${remark(activity, row)}</td></tr>`;
  })}</tbody></table></div>
${guests.length > 0 ? html`<p class="note">列席：${guests.join('、')}</p>` : ''}</section>`;
}

/** When and how it was written down; a make-up study where it was granted. */
function remark(activity: Activity, row: Attendance | undefined): string {
  if (!row) return '';
  if (row.presentAt === null) return row.makeUpGranted === true ? '已补学' : '';
  const later = row.recordedAt !== null && row.recordedAt > activity.endsAt;
  const how = row.how === null ? '' : HOW[row.how];
  return `${how}${how && later ? '，' : ''}${later ? `会后补记（${say(row.recordedAt ?? 0)}）` : ` ${timeOf(row.presentAt)}`}`;
}
