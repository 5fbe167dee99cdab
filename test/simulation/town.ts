import type { Found, FoundPerson } from '../helpers/people.ts';

const COMMITTEES = 4;
const BRANCHES = 10;
/** Of each committee one. */
export const LEADERS = ['何领导', '吴领导', '郑领导', '冯领导'] as const;

/**
 * Forty branches under four committees; every second has a committee of its own, every fifth two groups. Of the
 * committees the second has no secretary, and the fourth nobody but its leaders.
 */
export function town(): Found {
  const found: Found = {
    市直机关工委: { kind: 'organsWorkCommittee', people: { 工委干部: { posts: ['staff'], only: 'post' } } },
  };
  for (let c = 1; c <= COMMITTEES; c++) {
    const committee = `市直机关工委/第${c}机关党委`;
    found[committee] = {
      kind: 'departmentCommittee',
      people: {
        [`党委${c}干部`]: { posts: [c === 4 ? 'secretary' : 'staff'], only: 'post' },
        [LEADERS[c - 1] ?? '']: { posts: [c % 2 === 0 ? 'committeeMember' : 'secretary'], only: 'post' },
      },
    };
    for (let b = 1; b <= BRANCHES; b++) branch(found, `${committee}/第${b}党支部`, `${c}-${b}`, b);
  }
  return found;
}

function branch(found: Found, path: string, mark: string, number: number): void {
  const size = number % 5 === 0 ? 5 : number % 3 === 1 ? 4 : 3;
  const people: Record<string, FoundPerson> = { [`书记${mark}`]: { posts: ['secretary'] } };
  for (let m = 1; m < size; m++) people[`党员${mark}-${m}`] = postOf(number, m);
  found[path] = { kind: 'branch', people };
  if (number % 5 !== 0) return;
  for (const group of [1, 2]) {
    const own = Object.keys(people).filter((_, index) => index % 2 === group % 2);
    found[`${path}/第${group}党小组`] = {
      kind: 'memberGroup',
      people: Object.fromEntries(
        own.map((name, index) => [name, index === 1 ? { posts: ['groupLeader'] } : {}]),
      ),
    };
  }
}

function postOf(number: number, member: number): FoundPerson {
  if (number % 2 !== 0) return {};
  if (member === 1) return { posts: ['organizationMember'] };
  return member === 2 ? { posts: ['publicityMember'] } : {};
}
