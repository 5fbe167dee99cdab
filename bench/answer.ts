import { card, facts } from '../cards/card.ts';
import { renderLark } from '../cards/render/lark.ts';

const checkedIn = card(
  '主题党日',
  [
    facts({
      组织: '第一党支部',
      时间: '2026年12月4日（星期五）15:00至16:30',
      地点: '三楼会议室',
      主题: '学习党纪',
      议程: '一、集中学习；二、讨论',
    }),
    facts({ 我的情况: '15:00 已签到' }),
  ],
  { tone: 'success' },
);

/** What the product answers to a check-in, drawn once: the peers only write it as JSON. */
export const answer = {
  toast: { type: 'success', content: '已签到（15:00）。' },
  card: { type: 'raw', data: renderLark(checkedIn, 'direct') },
};
