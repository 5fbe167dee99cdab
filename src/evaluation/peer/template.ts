import type { Template } from '../template.ts';

/** 观摩 as it is shipped; themes, points and cuts are local custom, and a committee edits its own. */
export const PEER_TEMPLATE: Template = {
  sections: ['组织建设', '队伍建设', '制度落实', '活动开展', '阵地保障'].map((name, index) => ({
    id: `s${index + 1}`,
    name,
    points: 20,
    items: [{ how: 'points', id: `s${index + 1}i1`, name, points: 20 }],
  })),
  vetoes: [],
  levels: [
    { id: 'advanced', name: '先进', from: 90, quota: 30 },
    { id: 'middle', name: '中间', from: 75, quota: 90 },
    { id: 'behind', name: '后进', from: 0, quota: null },
  ],
  by: 'points',
  roles: [{ id: 'visitor', name: '观摩评分', weight: 1 }],
};

/** The capacity in which everybody on a route scores. */
export const VISITOR = 'visitor';
