import type { Shown } from '../../../cards/activity/shown.ts';
import type { Db } from '../../../db/store.ts';
import { KINDS } from '../../activity/kinds.ts';
import { shown } from '../../activity/show.ts';
import type { Activity } from '../../activity/store.ts';
import { BLANK, heading, issued, type Paper, type Part, paragraph, title } from '../../documents/paper.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant, longDay } from '../../time.ts';

/** 会议通知 on paper. */
export function noticePaper(db: Db, activity: Activity, unit: Unit, now: Instant): Paper {
  const sent = dayOf(activity.noticedAt ?? now);
  const wide = activity.kinds.some((kind) => KINDS[kind].expected === 'members');
  return {
    name: `${unit.name} 关于召开${shown(db, activity, now).title}的通知`,
    as: 'letter',
    leaves: [[...noticeParts(shown(db, activity, now), wide), issued(unit.name, longDay(sent))]],
    foot: null,
  };
}

/** `wide`: all members are expected; else those whom the kind of meeting asks for. */
function noticeParts(about: Shown, wide: boolean): Part[] {
  const { title: named, unit, when, until, place, theme, agenda, host, lecturer } = about;
  const said = [theme && `主题：${theme}`, agenda, lecturer && `主讲人：${lecturer}`]
    .filter(Boolean)
    .join('\n');
  return [
    title(`关于召开${named}的通知`),
    { part: 'to', text: wide ? '各位党员同志：' : '各位同志：' },
    paragraph(`定于近期召开${named}，现将有关事项通知如下。`),
    heading('时间'),
    paragraph(`${when}至${until}`),
    heading('地点'),
    paragraph(place || BLANK),
    heading('参加人员'),
    paragraph(`${wide ? `${unit}全体党员` : '按会议要求应参加的同志'}${host ? `，由${host}同志主持` : ''}`),
    heading('议程'),
    paragraph(said || BLANK),
    heading('要求'),
    paragraph('请按时参加；因故不能参加的，请会前请假，会后补学。'),
  ];
}
