import type { ActivityKind } from '../../db/schema/activity.ts';
import type { Db } from '../../db/store.ts';
import { Refusal } from '../errors.ts';
import { isBranch } from '../people/permit.ts';
import { findUnit, holdersOf } from '../people/store.ts';
import { COMMITTEE_POSTS, LEAST_COMMITTEE } from '../people/words.ts';
import type { Day } from '../time.ts';

/** A branch without a committee has no committee meeting: whoever plans one learns what to do instead. */
export function demandCommittee(db: Db, unit: number, kinds: readonly ActivityKind[], day: Day): void {
  if (!kinds.includes('branchCommittee')) return;
  const branch = findUnit(db, unit);
  if (!branch || !isBranch(branch.kind)) return;
  const posts: readonly string[] = COMMITTEE_POSTS;
  const holders = holdersOf(db, unit, day).filter(({ post }) => posts.includes(post));
  const members = new Set(holders.map(({ person }) => person)).size;
  if (members >= LEAST_COMMITTEE) return;
  throw new Refusal(
    'conflict',
    `${branch.name}登记的支部委员${members === 0 ? '还没有' : `只有 ${members} 人`}，开不了支委会（委员会一般 3 至 5 人）。正式党员不足 7 人的支部可以不设委员会，要商量的事请开“支部党员大会”；已经选出委员的，请上级党务干部在名册的“职务”里补上，再来安排。`,
  );
}
