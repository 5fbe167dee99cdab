import { and, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { z } from 'zod';
import { card, facts, note, text } from '../../cards/card.ts';
import { posts } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { nextAllowed } from '../calendar.ts';
import type { View } from '../chat/command.ts';
import { monthOf, WARNED } from '../outbox/budget.ts';
import { givenUpSince } from '../outbox/recent.ts';
import { type Message, post } from '../outbox/store.ts';
import { toldOf } from '../outbox/told.ts';
import type { PlatformName } from '../platforms/platform.ts';
import { dayOf, type Instant, MINUTE } from '../time.ts';
import { addressOf, findPerson } from './store.ts';
import { PLATFORM_WORDS } from './words.ts';

/** What one breakdown keeps from many is said in one word, that long after the first of it. */
const GATHERED = 10 * MINUTE;

/**
 * A message was given up: whoever runs the organisation's set-up learns of it once, privately, in working hours, with
 * whatever else is given up until they are told. What cannot wait for the morning, such as a set-up that lets nothing
 * out, is in the log at once.
 */
export function tellAdministrators(db: Db, now: Instant, message: Message): void {
  if (message.key.startsWith('givenUp:')) return;
  for (const person of administrators(db, now)) {
    const to = addressOf(db, person);
    const about = `givenUp:${person}`;
    if (!to || Number(toldOf(db, about) ?? 0) > now) continue;
    const dueAt = nextAllowed(now + GATHERED);
    post(db, now, {
      key: `${about}:${dueAt}`,
      to,
      person,
      urgency: 'digest',
      dueAt,
      content: { view: 'people.givenUp', input: { since: now } },
    });
  }
}

const Since = z.object({ since: z.number() });

/** What was given up since then, by reader and reason. */
export const givenUpView: View = ({ db }, input) => {
  const lost = givenUpSince(db, Since.parse(input).since);
  const total = lost.reduce((sum, { count }) => sum + count, 0);
  return card(
    total === 1 ? '有一条消息没有送达' : `有 ${total} 条消息没有送达`,
    [
      text('多次尝试后仍未送达，已不再重试。'),
      {
        type: 'table',
        columns: [
          { key: 'reader', label: '收件人' },
          { key: 'count', label: '条数', align: 'right' },
          { key: 'reason', label: '原因' },
        ],
        rows: lost.map(({ person, kind, address, count, reason }) => ({
          reader:
            (person === null ? null : findPerson(db, person)?.name) ?? (kind === 'group' ? '群聊' : address),
          count: String(count),
          reason: reason ?? '',
        })),
      },
      note('对方可能已退出、停用，或不在应用的可用范围内。'),
    ],
    { tone: 'warning' },
  );
};

/** Once a month, when most of a platform's calls are used up; a fifth is left, so that it can wait for the morning. */
export function tellOfBudget(
  db: Db,
  now: Instant,
  platform: PlatformName,
  spent: number,
  calls: number,
): void {
  if (spent < calls * WARNED) return;
  for (const person of administrators(db, now)) {
    const to = addressOf(db, person);
    if (!to) continue;
    post(db, now, {
      key: `budget:${platform}:${monthOf(now)}:${person}`,
      to,
      person,
      urgency: 'notice',
      dueAt: nextAllowed(now),
      content: {
        card: card(
          `${PLATFORM_WORDS[platform]}本月的接口调用快用完了`,
          [
            facts({ 已用: `${spent} 次`, 每月额度: `${calls} 次` }),
            text('余量先留给当天的通知和提醒，汇总类消息会顺延到下个月。'),
            note('额度由平台规定，可在平台的开发者后台查看用量、购买增量包。'),
          ],
          { tone: 'warning' },
        ),
      },
    });
  }
}

function administrators(db: Db, now: Instant): number[] {
  const day = dayOf(now);
  return db
    .selectDistinct({ person: posts.person })
    .from(posts)
    .where(
      and(
        eq(posts.post, 'administrator'),
        lte(posts.began, day),
        or(isNull(posts.ended), gt(posts.ended, day)),
      ),
    )
    .all()
    .map((row) => row.person);
}
