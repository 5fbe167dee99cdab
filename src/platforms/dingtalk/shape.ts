import type { DingTalkCard } from '../../../cards/render/dingtalk.ts';
import type { Message } from './client.ts';

/** {@link https://open.dingtalk.com/document/orgapp/types-of-messages-sent-by-robots} */
export function messageOf({ title, text, buttons }: DingTalkCard): Message {
  const [only] = buttons;
  if (!only) return { key: 'sampleMarkdown', param: JSON.stringify({ title, text }) };
  if (buttons.length === 1) {
    const param = { title, text, singleTitle: only.label, singleURL: only.url };
    return { key: 'sampleActionCard', param: JSON.stringify(param) };
  }
  const numbered = buttons.flatMap(({ label, url }, index) => [
    [`actionTitle${index + 1}`, label],
    [`actionURL${index + 1}`, url],
  ]);
  const param = { title, text, ...Object.fromEntries(numbered) };
  return { key: `sampleActionCard${buttons.length}`, param: JSON.stringify(param) };
}

/** {@link https://open.dingtalk.com/document/orgapp/robot-message-types-and-data-format} */
export function sessionMessage({ title, text, buttons }: DingTalkCard): unknown {
  if (buttons.length === 0) return { msgtype: 'markdown', markdown: { title, text } };
  const btns = buttons.map(({ label, url }) => ({ title: label, actionURL: url }));
  return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation: '0', btns } };
}
