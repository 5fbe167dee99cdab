import { memberCard } from '../cards/activity/notice.ts';
import { renderLark } from '../cards/render/lark.ts';

const shown = {
  id: 1,
  title: '主题党日',
  unit: '第一党支部',
  when: '2026年12月4日（星期五）15:00',
  until: '16:30',
  place: '三楼会议室',
  theme: '学习党纪',
  agenda: '一、集中学习；二、讨论',
  host: null,
  lecturer: '',
  phase: 'begun' as const,
  cancelReason: null,
};

const data = renderLark(memberCard(shown, '15:00 已签到', null, { answer: false, makeUp: false }), 'direct');

/** What the product answers to a check-in, made once: the peers only write it as JSON. */
export const answer = {
  toast: { type: 'success', content: '已签到（15:00）。' },
  card: { type: 'raw', data },
};
