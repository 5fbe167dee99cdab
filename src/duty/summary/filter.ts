import { z } from 'zod';
import { ACTIVITY_KINDS, type ActivityKind } from '../../../db/schema/activity.ts';
import { KIND_NAMES, KINDS } from '../../activity/kinds.ts';
import type { Item } from '../owed/compliance.ts';
import type { Rule } from '../rules/rules.ts';
import type { Setting } from '../rules/setting.ts';
import { definitions } from '../rules/settings.ts';

/**
 * What of a summary is wanted: what is overdue alone, some kinds, by the ids of rules and of activities' kinds, or the
 * branches whose name contains something.
 */
export const Filter = z.object({
  only: z.literal('overdue').optional(),
  kinds: z.array(z.string().max(40)).max(20).optional(),
  name: z.string().max(40).optional(),
});
export type Filter = z.infer<typeof Filter>;

export interface FilterWord extends Filter {
  word: string;
}

const OVERDUE = ['只看逾期', '逾期'];
const THREE = ['memberAssembly', 'branchCommittee', 'groupMeeting', 'partyLecture'];

/** All words that filter, the longest first. */
export function filterWords(settings: readonly Setting[]): FilterWord[] {
  const rules = definitions(settings).flatMap(({ id, name, short }) =>
    [name, short].map((word) => ({ word, kinds: [id] })),
  );
  const kinds = KIND_NAMES.flatMap((kind) =>
    [KINDS[kind].word, ...(KINDS[kind].also ?? [])].map((word) => ({ word, kinds: [kind] })),
  );
  const words: FilterWord[] = [
    ...OVERDUE.map((word) => ({ word, only: 'overdue' as const })),
    { word: '三会一课', kinds: THREE },
    ...rules,
    ...kinds,
  ];
  return words.toSorted((a, b) => b.word.length - a.word.length);
}

export function both(one: Filter, other: Filter): Filter {
  const kinds = [...new Set([...(one.kinds ?? []), ...(other.kinds ?? [])])];
  const only = one.only ?? other.only;
  const name = one.name ?? other.name;
  return { ...(only && { only }), ...(kinds.length > 0 && { kinds }), ...(name && { name }) };
}

export function isNamed({ name }: Filter, unit: { name: string }): boolean {
  return name === undefined || unit.name.includes(name);
}

export function isWanted({ kinds }: Filter, { rule }: Pick<Item, 'rule'>): boolean {
  return kinds === undefined || kinds.includes(rule.id);
}

/** The kinds of gatherings that the filter lets through; null: all. */
export function kindsOf({ kinds }: Filter, rules: readonly Rule[]): ActivityKind[] | null {
  if (kinds === undefined) return null;
  const known: readonly string[] = ACTIVITY_KINDS;
  const named = ACTIVITY_KINDS.filter((kind) => kinds.includes(kind));
  const ruled = rules
    .filter(({ id }) => kinds.includes(id) && !known.includes(id))
    .flatMap((rule) => rule.kinds);
  return [...new Set([...named, ...ruled])];
}

/** 主题党日、党课，只看逾期，名称含“退休”, or nothing. */
export function filterWord({ only, kinds = [], name }: Filter, rules: readonly Rule[]): string {
  const names = kinds.map((id) => {
    const kind = KIND_NAMES.find((one) => one === id);
    return rules.find((rule) => rule.id === id)?.short ?? (kind && KINDS[kind].word) ?? '';
  });
  return [
    names.filter((word) => word !== '').join('、'),
    only ? '只看逾期' : '',
    name ? `名称含“${name}”` : '',
  ]
    .filter((word) => word !== '')
    .join('，');
}
