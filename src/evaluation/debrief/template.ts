import type { Template } from '../template.ts';

/** 述职评议: those who speak are commented on by leaders and get a level of those present; no points anywhere. */
export const DEBRIEF_TEMPLATE: Template = {
  sections: [],
  vetoes: [],
  levels: [
    { id: 'good', name: '好', from: null, quota: null },
    { id: 'fair', name: '较好', from: null, quota: null },
    { id: 'plain', name: '一般', from: null, quota: null },
    { id: 'poor', name: '差', from: null, quota: null },
  ],
  by: 'points',
  roles: [{ id: 'comment', name: '点评', weight: 0 }],
};

export const COMMENT = 'comment';
