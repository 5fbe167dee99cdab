import type { Template } from '../template.ts';

/** 民主评议党员: four grades and no points. */
export const APPRAISAL_TEMPLATE: Template = {
  sections: [],
  vetoes: [],
  levels: [
    { id: 'excellent', name: '优秀', from: null, quota: null },
    { id: 'good', name: '合格', from: null, quota: null },
    { id: 'basic', name: '基本合格', from: null, quota: null },
    { id: 'failed', name: '不合格', from: null, quota: null },
  ],
  by: 'points',
  roles: [],
};

/** The best grade: normally at most a third of those graded have it. Pointed out, and left to the branch. */
export function mostExcellent(graded: number): number {
  return Math.floor(graded / 3);
}
