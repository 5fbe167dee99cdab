import { and, desc, eq, gte, isNull, lte } from 'drizzle-orm';
import { html } from 'hono/html';
import { activities, attendance } from '../../db/schema/activity.ts';
import { restDaysOf } from '../activity/absence.ts';
import { STANDING_WORDS, type Standing, standing } from '../activity/attendance.ts';
import { titleOf } from '../activity/kinds.ts';
import { type Activity, type Attendance, findAttendance } from '../activity/store.ts';
import { expectedAt } from '../activity/upcoming.ts';
import { unitsOf } from '../people/store.ts';
import { DAY, dayOf, saySoon, shortDay, startOfDay } from '../time.ts';
import type { Look } from './look.ts';
import { type Html, page } from './page.ts';
import { tiles } from './parts.ts';

const AHEAD = 60 * DAY;

/** Somebody's own part and nobody else's. Numbers, no ranks and no points. */
export function minePage(look: Look): Html {
  const { db, now, person } = look;
  const today = dayOf(now);
  const rows = ownRows(look);
  const resting = restDaysOf(db, person.id);
  const how = (activity: Activity, row: Attendance | undefined) =>
    standing(activity, row, now, resting(dayOf(activity.startsAt)));
  const standings = rows.map(({ activity, row }) => how(activity, row));
  const count = (...wanted: Standing[]) => standings.filter((one) => wanted.includes(one)).length;
  const madeUp = rows.filter(({ row }) => row.presentAt === null && row.makeUpGranted === true).length;
  const came = count('present', 'late');
  return page({
    title: '我的',
    reader: person.name,
    at: 'mine',
    oversees: look.oversees,
    now,
    body: html`<div class="head"><h1>${person.name}同志<small>${unitsOf(db, person.id, today)
      .map(({ name }) => name)
      .join('、')}</small></h1></div>
${tiles([
  {
    label: '今年已参加 / 应参加',
    value: `${came} / ${rows.length}`,
    more: '次',
    share: { part: came, whole: rows.length },
  },
  { label: '请假', value: String(count('onLeave')), more: '次' },
  { label: '缺席', value: String(count('absent')), more: '次' },
  { label: '已补学', value: String(madeUp), more: '次' },
])}
<section aria-labelledby="coming"><h2 id="coming">近期活动</h2>${list(
      expectedAt(db, person.id, now, now + AHEAD).map((activity) => ({
        activity,
        when: saySoon(activity.startsAt),
        how: how(activity, findAttendance(db, activity.id, person.id)),
      })),
      '近期没有需要您参加的活动。',
    )}</section>
<section aria-labelledby="past"><h2 id="past">今年的记录</h2>${list(
      rows.map(({ activity, row }) => ({
        activity,
        when: shortDay(dayOf(activity.startsAt)),
        how: how(activity, row),
        ...(row.presentAt === null && row.makeUpGranted === true && { more: '已补学' }),
      })),
      '今年还没有记录。',
    )}</section>`,
  });
}

interface Line {
  activity: Activity;
  when: string;
  how: Standing;
  more?: string;
}

function list(lines: readonly Line[], none: string): Html {
  if (lines.length === 0) return html`<p class="blank">${none}</p>`;
  return html`<div class="scroll"><table class="plain list"><thead><tr><th scope="col">时间</th><th scope="col">活动</th><th scope="col">地点</th><th scope="col">本人</th></tr></thead><tbody>${lines.map(
    ({ activity, when, how, more }) =>
      html`<tr><td>${when}</td><th scope="row"><a href="/board/activity/${activity.id}">${titleOf(activity.kinds)}${activity.theme === '' ? '' : `：${activity.theme}`}</a></th><td>${activity.place}</td><td><span class="${how}">${STANDING_WORDS[how]}</span>${more ? ` ${more}` : ''}</td></tr>`,
  )}</tbody></table></div>`;
}

/** This year's, the newest first. */
function ownRows({ db, now, person }: Look): { activity: Activity; row: Attendance }[] {
  return db
    .select({ activity: activities, row: attendance })
    .from(attendance)
    .innerJoin(activities, eq(activities.id, attendance.activity))
    .where(
      and(
        eq(attendance.person, person.id),
        eq(attendance.role, 'expected'),
        gte(activities.startsAt, startOfDay(`${dayOf(now).slice(0, 4)}-01-01`)),
        lte(activities.endsAt, now),
        isNull(activities.cancelledAt),
      ),
    )
    .orderBy(desc(activities.startsAt))
    .all();
}
