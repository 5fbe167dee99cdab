import type { Block } from '../card.ts';

/** 《关于防治“指尖上的形式主义”的若干意见》 (2023): records are no assessment by themselves. */
export const DISCLAIMER = '辅助记录，不作考核依据。';

/** Above names: of members only their secretary hears. */
export const ALONE = '只有您看得到：';

export const COUNTED = '已结束、有人到会的活动才计入；进行中的期间未完成不算逾期。';

/** A table from its heads by key, in their order; `right` are the keys of numbers. */
export function tableOf<K extends string>(
  heads: Readonly<Record<K, string>>,
  rows: readonly Readonly<Record<K, string>>[],
  right: readonly NoInfer<K>[] = [],
): Block {
  const keys = Object.entries<string>(heads);
  const numbers = new Set<string>(right);
  return {
    type: 'table',
    columns: keys.map(([key, label]) => ({
      key,
      label,
      ...(numbers.has(key) && { align: 'right' as const }),
    })),
    rows: rows.map((row) => ({ ...row })),
  };
}
