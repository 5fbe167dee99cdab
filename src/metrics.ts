import { count, isNotNull, isNull, max, sql } from 'drizzle-orm';
import { activities } from '../db/schema/activity.ts';
import { audit } from '../db/schema/audit.ts';
import { outbox } from '../db/schema/outbox.ts';
import type { Db } from '../db/store.ts';
import { calendarGap } from './calendar.ts';
import type { Org } from './org.ts';
import { spentIn } from './outbox/budget.ts';
import { dayOf } from './time.ts';

/** Prometheus text, https://prometheus.io/docs/instrumenting/exposition_formats/: numbers about messages and records, none about persons. */
export function metrics(orgs: readonly Org[]): string {
  const samples = orgs.flatMap((org) =>
    org.store.read((db) => [...read(db, org.slug, org.clock.now()), ...budgets(db, org)]),
  );
  const names = [...new Set(samples.map((sample) => sample.name))];
  return `${names.flatMap((name) => [`# TYPE ${name} gauge`, ...samples.filter((one) => one.name === name).map(line)]).join('\n')}\n`;
}

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

function read(db: Db, org: string, now: number): Sample[] {
  const outcomes = db
    .select({ outcome: sql<string>`coalesce(${outbox.outcome}, 'queued')`, rows: count() })
    .from(outbox)
    .groupBy(sql`1`)
    .all();
  const oldest = db
    .select({ at: sql<number | null>`min(${outbox.dueAt})` })
    .from(outbox)
    .where(isNull(outbox.settledAt))
    .get();
  const stale = db.select({ rows: count() }).from(outbox).where(isNotNull(outbox.refreshAt)).get();
  const journal = db
    .select({ rows: max(audit.seq) })
    .from(audit)
    .get();
  const planned = db.select({ rows: count() }).from(activities).get();
  return [
    ...outcomes.map(({ outcome, rows }) => ({
      name: 'zhibu_messages',
      labels: { org, outcome },
      value: rows,
    })),
    {
      name: 'zhibu_oldest_message_seconds',
      labels: { org },
      value: Math.max(0, now - (oldest?.at ?? now)) / 1000,
    },
    { name: 'zhibu_stale_cards', labels: { org }, value: stale?.rows ?? 0 },
    { name: 'zhibu_audit_rows', labels: { org }, value: journal?.rows ?? 0 },
    { name: 'zhibu_activities', labels: { org }, value: planned?.rows ?? 0 },
    { name: 'zhibu_calendar_missing', labels: { org }, value: calendarGap(dayOf(now)) === null ? 0 : 1 },
  ];
}

/** Calls to the platforms that allow only so many in a month. */
function budgets(db: Db, { slug: org, platforms, clock }: Org): Sample[] {
  return [...platforms.values()].flatMap(({ name: platform, budget }) =>
    budget
      ? [
          {
            name: 'zhibu_platform_calls',
            labels: { org, platform },
            value: spentIn(db, platform, clock.now()),
          },
          { name: 'zhibu_platform_calls_allowed', labels: { org, platform }, value: budget.calls },
        ]
      : [],
  );
}

function line({ name, labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
  return `${name}{${pairs.join(',')}} ${value}`;
}
