import type { Template } from '../template.ts';

/** What may be awarded, and whether to a person or a branch. */
export const AWARDS = [
  { id: 'member', name: '党员标兵', to: 'person' },
  { id: 'worker', name: '党务工作者标兵', to: 'person' },
  { id: 'branch', name: '标杆党支部', to: 'branch' },
] as const;
export type Award = (typeof AWARDS)[number];

/** The one level of a round is its award: who is decided to have it is chosen. `places`: 名额; null for no limit. */
export function templateFor({ id, name }: Award, places: number | null): Template {
  return {
    sections: [],
    vetoes: [],
    levels: [{ id, name, from: null, quota: null }],
    by: 'points',
    roles: [],
    ...(places !== null && { places }),
  };
}

export function awardOf({ levels }: Template): Award {
  return AWARDS.find(({ id }) => id === levels[0]?.id) ?? AWARDS[0];
}

export const VOTES = [
  { id: 'yes', name: '赞成' },
  { id: 'no', name: '不赞成' },
  { id: 'none', name: '弃权' },
];
