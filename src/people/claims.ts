import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import { notConfirmedCard, replacedCard, type Said, welcomeCard } from '../../cards/people.ts';
import { accounts, claims, units } from '../../db/schema/people.ts';
import type { Db } from '../../db/store.ts';
import { record } from '../audit/store.ts';
import { nextDaytime } from '../calendar.ts';
import { Refusal } from '../errors.ts';
import { refresh } from '../outbox/live.ts';
import { post } from '../outbox/store.ts';
import type { Address } from '../platforms/platform.ts';
import { dayOf, type Instant, startOfDay } from '../time.ts';
import { recognise } from './recognise.ts';
import { findPerson, type Person } from './store.ts';
import { officeOf, vouchersFor } from './vouch.ts';
import { PLATFORM_WORDS } from './words.ts';

export type Claim = typeof claims.$inferSelect;

/** Of one account in one day. */
const A_DAY = 3;

/** What an account has said of itself and nobody has answered, the last first. */
export function openClaim(db: Db, { platform, id }: Address): Claim | undefined {
  return db
    .select()
    .from(claims)
    .where(and(eq(claims.platform, platform), eq(claims.account, id), isNull(claims.decidedAt)))
    .all()
    .at(-1);
}

/** Says who an account is. Saying the same again is no other claim. The answer is the same whether anybody is meant. */
export function claim(db: Db, now: Instant, account: Address, accountName: string | null, said: Said): void {
  const mine = and(eq(claims.platform, account.platform), eq(claims.account, account.id));
  const today = db
    .select()
    .from(claims)
    .where(and(mine, gte(claims.madeAt, startOfDay(dayOf(now)))))
    .all();
  const open = db
    .select()
    .from(claims)
    .where(and(mine, isNull(claims.decidedAt)))
    .all();
  if (open.some(({ saidName, saidUnit }) => saidName === said.name && saidUnit === said.unit)) return;
  if (today.length >= A_DAY) {
    throw new Refusal('limit', '今天已经提交过几次，请等书记确认，或直接联系本支部书记。');
  }
  const person = recognise(db, said.name, said.unit, dayOf(now));
  const made = db
    .insert(claims)
    .values({
      platform: account.platform,
      account: account.id,
      accountName,
      saidName: said.name,
      saidUnit: said.unit,
      person,
      madeAt: now,
    })
    .returning()
    .get();
  forward(db, now, made);
}

/** Claims that nobody could be asked about wait until somebody can. */
export function forwardOpenClaims(db: Db, now: Instant): void {
  for (const open of db.select().from(claims).where(isNull(claims.decidedAt)).orderBy(asc(claims.id)).all()) {
    forward(db, now, open);
  }
}

/** Each is asked once, by day; on days off too, since somebody waits for it. */
function forward(db: Db, now: Instant, { id, person }: Claim): void {
  const day = dayOf(now);
  const tops = () =>
    db
      .select({ id: units.id })
      .from(units)
      .where(and(isNull(units.parent), isNull(units.ended)))
      .all();
  const asked =
    person === null
      ? officeOf(
          db,
          tops().map(({ id }) => id),
          day,
        )
      : vouchersFor(db, person, day);
  for (const voucher of asked) {
    post(db, now, {
      key: `claim:${id}:${voucher.person}`,
      to: voucher.to,
      person: voucher.person,
      content: { view: 'people.claim', input: { claim: id } },
      topic: topicOf(id),
      urgency: 'notice',
      dueAt: nextDaytime(now),
    });
  }
}

export function loadClaim(db: Db, id: number): Claim {
  const found = db.select().from(claims).where(eq(claims.id, id)).get();
  if (!found) throw new Refusal('not_found', '没有找到这条请求。');
  return found;
}

/** The account is this person's from now on, in the place of any other on the same platform. */
export function grant(db: Db, now: Instant, by: number, claim: Claim, person: Person): void {
  const { platform, account: id } = claim;
  const others = accountsOn(db, claim, person.id);
  for (const other of others) {
    db.delete(accounts)
      .where(and(eq(accounts.platform, platform), eq(accounts.id, other.id)))
      .run();
    post(db, now, {
      key: `claim.replaced:${claim.id}:${other.id}`,
      to: { platform, kind: 'direct', id: other.id },
      content: { card: replacedCard(PLATFORM_WORDS[platform]) },
      urgency: 'notice',
    });
  }
  db.insert(accounts).values({ platform, id, person: person.id, linkedAt: now, usedAt: now }).run();
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'account.linked',
    subject: `person:${person.id}`,
    ...(others.length > 0 && { before: { platform, id: others.map((other) => other.id).join(' ') } }),
    after: { platform, id, claim: claim.id },
  });
  decide(db, now, by, claim, person.id);
  for (const other of db
    .select()
    .from(claims)
    .where(and(sameAccount(claim), isNull(claims.decidedAt)))
    .all()) {
    decide(db, now, by, other, null);
  }
  post(db, now, {
    key: `claim.granted:${claim.id}`,
    to: { platform, kind: 'direct', id },
    person: person.id,
    content: { card: welcomeCard(person.name) },
    urgency: 'reply',
  });
  forwardOpenClaims(db, now);
}

/** The claimant learns that it was not confirmed, and nothing else. */
export function refuse(db: Db, now: Instant, by: number, claim: Claim): void {
  record(db, {
    at: now,
    actor: `person:${by}`,
    action: 'claim.refused',
    subject: `claim:${claim.id}`,
    after: { platform: claim.platform, id: claim.account },
  });
  decide(db, now, by, claim, null);
  post(db, now, {
    key: `claim.refused:${claim.id}`,
    to: { platform: claim.platform, kind: 'direct', id: claim.account },
    content: { card: notConfirmedCard() },
    urgency: 'reply',
  });
}

/** The accounts that would be replaced. */
export function accountsOn(db: Db, { platform }: Claim, person: number): { id: string }[] {
  return db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.platform, platform), eq(accounts.person, person)))
    .all();
}

function decide(db: Db, now: Instant, by: number, { id }: Claim, person: number | null): void {
  const granted = person !== null;
  db.update(claims)
    .set({ decidedAt: now, decidedBy: by, granted, ...(granted && { person }) })
    .where(eq(claims.id, id))
    .run();
  refresh(db, now, topicOf(id));
}

function sameAccount({ platform, account }: Claim) {
  return and(eq(claims.platform, platform), eq(claims.account, account));
}

function topicOf(claim: number): string {
  return `claim:${claim}`;
}

/** Who said it was so, for the card. */
export function deciderOf(db: Db, claim: Claim): string {
  return claim.decidedBy === null ? '' : (findPerson(db, claim.decidedBy)?.name ?? '');
}
